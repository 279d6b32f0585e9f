package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.plan.UnpricedPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to holds that nobody ends. Immutable.
 *
 * @param timeToLive after which a hold ends as an unknown outcome, at least a millisecond; null if it waits for good
 * @param unknownOutcome what a hold costs that ended without anybody saying what the call did cost
 * @param unpriced what becomes of calls whose cost nobody knows before
 * @param keysLiveFor after which a key may be used anew, at least a millisecond
 */
public record ReservationTerms(
        @Nullable Duration timeToLive, UnknownOutcome unknownOutcome, UnpricedPolicy unpriced, Duration keysLiveFor) {
    /** How long a key lives if nobody says otherwise. */
    public static final Duration KEYS_LIVE_FOR = Duration.ofDays(1);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** Checks the figures. */
    public ReservationTerms {
        if (keysLiveFor.compareTo(Duration.ofMillis(1)) < 0 || keysLiveFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "keysLiveFor must be a millisecond to %s: %s".formatted(LONGEST, keysLiveFor));
        }
        if (timeToLive != null && timeToLive.toMillis() < 1) {
            throw new IllegalArgumentException("timeToLive must be at least a millisecond: " + timeToLive);
        }
    }

    /**
     * With unpriced calls refused, and keys that live for a day.
     *
     * @param timeToLive after which a hold ends as an unknown outcome, at least a millisecond; null if it waits for good
     * @param unknownOutcome what a hold costs that ended without anybody saying what the call did cost
     * @throws IllegalArgumentException if the time to live is shorter
     */
    public ReservationTerms(@Nullable Duration timeToLive, UnknownOutcome unknownOutcome) {
        this(timeToLive, unknownOutcome, UnpricedPolicy.refuse(), KEYS_LIVE_FOR);
    }

    /** {@return holds that wait for good, and are charged when they are closed} */
    public static ReservationTerms standard() {
        return new ReservationTerms(null, UnknownOutcome.chargeHold());
    }

    /**
     * {@return what a spend holds, in nano-units}
     *
     * @throws UnpricedSpendException if nobody knows, and such calls are refused
     */
    long unitsOf(Spend spend) {
        return spend.isUnpriced() ? unpriced.heldUnits().orElseThrow(UnpricedSpendException::new) : spend.nanoUnits();
    }

    /** Whether a spend passes uncharged unless its cost is told. */
    boolean isUncharged(Spend spend) {
        return spend.isUnpriced() && unpriced.isUncharged();
    }

    /** In milliseconds; zero if there is none. */
    long timeToLiveMillis() {
        return timeToLive == null ? 0 : timeToLive.toMillis();
    }
}
