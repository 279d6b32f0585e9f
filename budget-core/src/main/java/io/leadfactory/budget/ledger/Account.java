package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;

/** One budget in one period, opened in a {@link BudgetStore}. Thread-safe. */
public interface Account {
    /** The budget, with the lines that apply. */
    Budget budget();

    /** The period. */
    Window window();

    /**
     * What the account stands at now.
     *
     * @throws LedgerException if the ledger cannot be read
     */
    Totals totals();

    /** The totals as people read them. */
    default Balance balance(Totals totals) {
        return budget().balanceOf(window(), totals.spent(), totals.held());
    }
}
