package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;

/** One budget in one period, opened in a {@link BudgetStore}. Thread-safe. */
public interface Account {
    /** {@return the budget, with the limit and the lines that apply in this period: its allowance is in them} */
    Budget budget();

    /** {@return the period} */
    Window window();

    /**
     * {@return from when the account must be {@linkplain BudgetStore#tend tended} before it is used: something ends that lasts
     * for a time, such as an override; in milliseconds since 1970, or {@link Long#MAX_VALUE}}
     */
    long dueMillis();

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
