package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;

/**
 * An account of an {@link OutageStore}. Thread-safe.
 *
 * @param store its store
 * @param row the account in the database, with the definition of who opened it
 * @param local what is known of it without the database
 */
record OutageAccount(OutageStore store, Account row, LocalAccount local) implements Account {
    @Override
    public Budget budget() {
        return row.budget();
    }

    @Override
    public Window window() {
        return row.window();
    }

    @Override
    public long dueMillis() {
        return row.dueMillis();
    }

    @Override
    public Totals totals() {
        return store.totals(this);
    }
}
