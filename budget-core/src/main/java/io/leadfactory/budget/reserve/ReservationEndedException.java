package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;

/** A reservation was to end a second time. The first end stands. */
public final class ReservationEndedException extends BudgetException {
    private static final long serialVersionUID = 1L;

    ReservationEndedException(String message) {
        super(message);
    }
}
