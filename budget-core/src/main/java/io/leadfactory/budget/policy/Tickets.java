package io.leadfactory.budget.policy;

import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.TooManyTicketsException;
import org.jspecify.annotations.Nullable;

/**
 * Holds that are tickets of a line, where one can carry what is spent: in memory, a price and no key. Thread-safe. Neither makes an
 * object of the amount nor looks for budgets.
 */
final class Tickets {
    private final BudgetLine line;
    private final @Nullable Spend usual;
    private final long usualUnits; // zero if a ticket cannot carry it

    /**
     * Of a line.
     *
     * @param usual what is asked for each time; null if it differs
     */
    Tickets(BudgetLine line, @Nullable Spend usual) {
        this.line = line;
        this.usual = usual;
        this.usualUnits = usual == null ? 0 : carried(usual);
    }

    /** {@return the spend, which must have no tags, since the line says which budgets} */
    static Spend untagged(Spend spend) {
        if (!spend.tags().asMap().isEmpty()) {
            throw new IllegalArgumentException(
                    "a spend from a line must have no tags, since the line says which budgets: " + spend);
        }
        return spend;
    }

    /** What the line is asked for; zero if a ticket cannot carry it. */
    private static long carried(Spend spend) {
        boolean plain = spend.key().isEmpty() && spend.tags().asMap().isEmpty();
        return plain ? spend.nanoUnits() : 0;
    }

    /** One more; null if there is none for it, or no room. */
    @Nullable
    Hold take(Spend spend) {
        if (!line.isInMemory()) {
            return null;
        }
        long units = spend == usual ? usualUnits : carried(spend);
        if (units == 0) {
            return null;
        }
        try {
            long ticket = line.tryReserve(units);
            return ticket == BudgetLine.REFUSED ? null : new TicketHold(line, ticket, units);
        } catch (TooManyTicketsException full) {
            return null;
        }
    }
}
