package io.leadfactory.budget;

import io.leadfactory.budget.plan.BudgetException;

/** A monitor was used after it was closed. */
public final class BudgetMonitorClosedException extends BudgetException {
    private static final long serialVersionUID = 1L;

    BudgetMonitorClosedException(String wanted) {
        super("cannot %s: this budget monitor is closed; reservations made before can still be committed or released"
                .formatted(wanted));
    }
}
