package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;

/** A ticket was given to a line that never gave it out, or so long ago that its number has been used again and again. */
public final class UnknownTicketException extends BudgetException {
    private static final long serialVersionUID = 1L;

    UnknownTicketException(long ticket, String as, BudgetLine line) {
        super("ticket %d cannot be %s: %s does not know it; end a ticket at the line that gave it"
                .formatted(ticket, as, line));
    }
}
