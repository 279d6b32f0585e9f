package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.UnknownOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What happens to holds that nobody ends. Immutable.
 *
 * @param timeToLive after which a hold ends as an unknown outcome, at least a millisecond; null if it waits for good
 * @param unknownOutcome what a hold costs that ended without anybody saying what the call did cost
 */
public record ReservationTerms(@Nullable Duration timeToLive, UnknownOutcome unknownOutcome) {
    /** Checks the figures. */
    public ReservationTerms {
        if (timeToLive != null && timeToLive.toMillis() < 1) {
            throw new IllegalArgumentException("timeToLive must be at least a millisecond: " + timeToLive);
        }
    }

    /** {@return holds that wait for good, and are charged when they are closed} */
    public static ReservationTerms standard() {
        return new ReservationTerms(null, UnknownOutcome.chargeHold());
    }

    /** In milliseconds; zero if there is none. */
    long timeToLiveMillis() {
        return timeToLive == null ? 0 : timeToLive.toMillis();
    }
}
