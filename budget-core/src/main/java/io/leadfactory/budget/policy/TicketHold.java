package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.UnknownTicketException;
import org.jspecify.annotations.Nullable;

/**
 * A hold that is a ticket of a line. Thread-safe. The line ends it, whatever became of the definitions meanwhile; only if that
 * fails it becomes a reservation, so that its owner can send the same end again.
 */
final class TicketHold extends Hold {
    private final BudgetLine line;
    private final long ticket;
    private final long units;
    private @Nullable Reservation reservation; // only for who has ended it

    TicketHold(BudgetLine line, long ticket, long units) {
        this.line = line;
        this.ticket = ticket;
        this.units = units;
    }

    @Override
    long units() {
        return units;
    }

    @Override
    Reservation reservation() {
        Reservation made = reservation;
        return made == null ? line.reservation(ticket) : made;
    }

    @Override
    @Nullable
    RuntimeException charge() {
        boolean interrupted = Thread.interrupted();
        try {
            line.charge(ticket);
            return null;
        } catch (RuntimeException failed) {
            return again(Ending.charge(), failed);
        } finally {
            restore(interrupted);
        }
    }

    @Override
    @Nullable
    RuntimeException settle(Ending ending) {
        boolean interrupted = Thread.interrupted();
        try {
            switch (ending.kind()) {
                case COMMIT -> line.commit(ticket, ending.units());
                case RELEASE -> line.release(ticket);
                case CHARGE -> line.charge(ticket);
                case UNKNOWN -> line.close(ticket);
                case AT_LEAST -> line.reservation(ticket).commitAtLeast(NanoUnits.toDecimal(ending.units()));
            }
            return null;
        } catch (RuntimeException failed) {
            return again(ending, failed);
        } finally {
            restore(interrupted);
        }
    }

    /** One that has ended, by its time to live or before a listener failed, is not to be ended by others. */
    private @Nullable RuntimeException again(Ending ending, RuntimeException failed) {
        try {
            Reservation open = line.reservation(ticket);
            reservation = open;
            RuntimeException failure = ending.settle(open);
            if (failure != null && failure != failed) {
                failure.addSuppressed(failed);
            }
            return failure;
        } catch (ReservationEndedException | UnknownTicketException ended) {
            return null;
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
