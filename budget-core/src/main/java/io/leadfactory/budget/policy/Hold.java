package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Reservation;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The hold of one execution, and what the call has told of its cost. Thread-safe and lock-free; ends once, whoever comes first:
 * who takes away what was told has to settle it.
 */
abstract class Hold {
    /** What was told until the end. Immutable. */
    static final class Told {
        private final long units;
        private final @Nullable Object by;

        private Told(long units, @Nullable Object by) {
            this.units = units;
            this.by = by;
        }

        /** The sum, in nano-units. */
        long units() {
            return units;
        }

        boolean isNothing() {
            return by == null;
        }

        /** Whether the last try told it: then that is what it costs. If tries before did, the last comes on top of it. */
        boolean isBy(Object execution) {
            return by == execution;
        }
    }

    private static final AtomicReferenceFieldUpdater<Hold, @Nullable Told> TOLD =
            AtomicReferenceFieldUpdater.newUpdater(Hold.class, Told.class, "told");
    private static final Told NOTHING = new Told(0, null);
    private static final Told ENDED = new Told(0, null);
    private static final Object NO_RESULT = new Object();

    private volatile @Nullable Told told; // null as long as nothing is
    private volatile @Nullable Object cancelResult;

    /** What is held, in nano-units. */
    abstract long units();

    /** It as an object, for who is told that it could not be settled. */
    abstract Reservation reservation();

    /**
     * Settles it; what the ledger refuses is sent a second time.
     *
     * @return why it is not recorded; null if it is
     */
    abstract @Nullable RuntimeException settle(Ending ending);

    /** Settles it at what is held, as {@link #settle}. */
    abstract @Nullable RuntimeException charge();

    /** Adds to the cost; false if it has ended. */
    final boolean tell(Object by, long units) {
        while (true) {
            Told before = told;
            if (before == ENDED) {
                return false;
            }
            long sum = before == null ? 0 : before.units;
            if (sum > Long.MAX_VALUE - units) {
                throw new IllegalArgumentException("spent must add up to at most %s: %s after %s"
                        .formatted(
                                NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString(),
                                NanoUnits.toDecimal(units).toPlainString(),
                                NanoUnits.toDecimal(sum).toPlainString()));
            }
            if (TOLD.compareAndSet(this, before, new Told(sum + units, by))) {
                return true;
            }
        }
    }

    /**
     * What was told, for who ends it; null for all others. It is forgotten here: an execution that is over can be forgotten, even if
     * its retries go on for ever.
     */
    final @Nullable Told end() {
        Told before = TOLD.getAndSet(this, ENDED);
        if (before == null) {
            return NOTHING;
        }
        return before == ENDED ? null : before;
    }

    /** As {@link #end}, by who knows that nobody else has it, so that nobody can have told anything. */
    final Told endUntold() {
        TOLD.lazySet(this, ENDED);
        return NOTHING;
    }

    final boolean hasEnded() {
        return told == ENDED;
    }

    /** The execution was cancelled before its call was started, and this is passed on in place of a result. */
    final void cancelBeforeStart(@Nullable Object result) {
        cancelResult = result == null ? NO_RESULT : result;
    }

    final boolean isCancelledBeforeStart() {
        return cancelResult != null;
    }

    final boolean isResultOfCancel(Object result) {
        return cancelResult == result;
    }
}
