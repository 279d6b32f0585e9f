package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * How a hold is to end. Immutable.
 *
 * @param kind by which verb
 * @param units with COMMIT what it cost, with AT_LEAST what was told, in nano-units; else zero
 * @param problem why the cost could not be told, if it could not
 */
record Ending(Kind kind, long units, @Nullable CostException problem) {
    enum Kind {
        COMMIT,
        RELEASE,

        /** All of the hold is spent. */
        CHARGE,

        /** What the monitor says of unknown outcomes is spent. */
        UNKNOWN,

        /** What was told is spent, and of the rest of the hold what the monitor says of unknown outcomes. */
        AT_LEAST
    }

    private static final Ending RELEASED = new Ending(Kind.RELEASE, 0, null);
    private static final Ending CHARGED = new Ending(Kind.CHARGE, 0, null);
    private static final Ending UNTOLD = new Ending(Kind.UNKNOWN, 0, null);

    static Ending commit(long units) {
        return new Ending(Kind.COMMIT, units, null);
    }

    static Ending charge() {
        return CHARGED;
    }

    static Ending unknown() {
        return UNTOLD;
    }

    static Ending atLeast(long toldUnits) {
        return new Ending(Kind.AT_LEAST, toldUnits, null);
    }

    static Ending release() {
        return RELEASED;
    }

    /** Of a try that was not made, after what others told. */
    static Ending release(long toldUnits) {
        return toldUnits == 0 ? release() : commit(toldUnits);
    }

    static Ending of(long units, long heldUnits) {
        if (units == 0) {
            return release();
        }
        return units == heldUnits ? charge() : commit(units);
    }

    /** The same, of which a reason is known why the cost could not be told. */
    Ending because(CostException why) {
        return new Ending(kind, units, why);
    }

    /**
     * Ends the reservation this way; what the ledger refuses is sent a second time. An interrupted thread stays
     * interrupted, and the ledger does not hear of it, since many a connection pool gives such a thread none.
     *
     * @return why it is not recorded; null if it is
     */
    @Nullable
    RuntimeException settle(Reservation reservation) {
        boolean interrupted = Thread.interrupted();
        try {
            end(reservation);
            return null;
        } catch (RuntimeException failed) {
            return closed(reservation, failed);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(Reservation reservation) {
        switch (kind) {
            case COMMIT -> reservation.commitNanoUnits(units);
            case RELEASE -> reservation.release();
            case CHARGE -> reservation.charge();
            case UNKNOWN -> reservation.close();
            case AT_LEAST -> reservation.commitAtLeast(NanoUnits.toDecimal(units));
        }
    }

    private static @Nullable RuntimeException closed(Reservation reservation, RuntimeException failed) {
        try {
            reservation.close();
            return null;
        } catch (RuntimeException again) {
            if (again != failed) {
                failed.addSuppressed(again);
            }
            return failed;
        }
    }
}
