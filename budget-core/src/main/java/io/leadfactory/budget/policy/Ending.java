package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Reservation;
import org.jspecify.annotations.Nullable;

/**
 * How a hold is to end. Immutable.
 *
 * @param kind by which verb
 * @param units what it cost, in nano-units; with CHARGE and UNKNOWN, the hold
 * @param problem why the cost could not be told, if it could not
 */
record Ending(Kind kind, long units, @Nullable CostException problem) {
    enum Kind {
        COMMIT,
        RELEASE,

        /** All of the hold is spent. */
        CHARGE,

        /** What the monitor says of unknown outcomes is spent. */
        UNKNOWN
    }

    static Ending commit(long units) {
        return new Ending(Kind.COMMIT, units, null);
    }

    static Ending charge(long heldUnits) {
        return new Ending(Kind.CHARGE, heldUnits, null);
    }

    static Ending unknown(long heldUnits) {
        return new Ending(Kind.UNKNOWN, heldUnits, null);
    }

    static Ending release() {
        return new Ending(Kind.RELEASE, 0, null);
    }

    static Ending of(long units, long heldUnits) {
        if (units == 0) {
            return release();
        }
        return units == heldUnits ? charge(heldUnits) : commit(units);
    }

    /** With what earlier tries of the same call had told. */
    Ending after(long toldUnits) {
        long sum = toldUnits + units;
        boolean isHold = kind == Kind.CHARGE || kind == Kind.UNKNOWN;
        long total = isHold ? Math.max(toldUnits, units) : sum < 0 ? Long.MAX_VALUE : sum;
        return new Ending(Kind.COMMIT, total, problem);
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
            case COMMIT -> reservation.commit(NanoUnits.toDecimal(units));
            case RELEASE -> reservation.release();
            case CHARGE -> reservation.charge();
            case UNKNOWN -> reservation.close();
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
