package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Reservation;
import org.jspecify.annotations.Nullable;

/** The hold of one execution, and what the call has told of its cost. Thread-safe; ends once, whoever comes first. */
final class Hold {
    /**
     * What was told until the end.
     *
     * @param units the sum, in nano-units
     * @param by the execution that told last; null if none did
     */
    record Told(long units, @Nullable Object by) {}

    private final Reservation reservation;
    private boolean ended; // guarded by this, as all below
    private long toldUnits;
    private @Nullable Object teller;
    private boolean cancelled;
    private @Nullable Object cancelResult;

    Hold(Reservation reservation) {
        this.reservation = reservation;
    }

    Reservation reservation() {
        return reservation;
    }

    /** Adds to the cost; false if it has ended. */
    synchronized boolean tell(Object by, long units) {
        if (ended) {
            return false;
        }
        if (toldUnits > Long.MAX_VALUE - units) {
            throw new IllegalArgumentException("spent must add up to at most %s: %s after %s"
                    .formatted(
                            NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString(),
                            NanoUnits.toDecimal(units).toPlainString(),
                            NanoUnits.toDecimal(toldUnits).toPlainString()));
        }
        toldUnits += units;
        teller = by;
        return true;
    }

    /** What was told, for who ends it; null for all others. */
    synchronized @Nullable Told end() {
        if (ended) {
            return null;
        }
        ended = true;
        Told told = new Told(toldUnits, teller);
        teller = null; // an execution that is over can be forgotten, even if its retries go on for ever
        return told;
    }

    /** The execution was cancelled before its call was started, and this is passed on in place of a result. */
    synchronized void cancelBeforeStart(@Nullable Object result) {
        cancelled = true;
        cancelResult = result;
    }

    synchronized boolean isCancelledBeforeStart() {
        return cancelled;
    }

    synchronized boolean isResultOfCancel(Object result) {
        return cancelled && cancelResult == result;
    }
}
