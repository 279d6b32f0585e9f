package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;

/** One budget in one period, opened in a {@link BudgetStore}. Thread-safe. */
public interface Account {
    /** {@return the budget, with the lines that apply} */
    Budget budget();

    /** {@return the period} */
    Window window();

    /**
     * {@return what the account stands at now}
     *
     * @throws LedgerException if the ledger cannot be read
     */
    Totals totals();

    /**
     * {@return the totals as people read them}
     *
     * @param totals what the account stands at
     */
    default Balance balance(Totals totals) {
        return budget().balanceOf(window(), totals.spent(), totals.held());
    }
}
