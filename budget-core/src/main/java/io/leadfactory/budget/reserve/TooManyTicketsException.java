package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;

/** More tickets are open in one budget than can be numbered: half a million at least. Nothing is held. */
public final class TooManyTicketsException extends BudgetException {
    private static final long serialVersionUID = 1L;

    TooManyTicketsException(BudgetLine line) {
        super("cannot reserve from %s: too many tickets are open; end tickets, or set a time to live".formatted(line));
    }
}
