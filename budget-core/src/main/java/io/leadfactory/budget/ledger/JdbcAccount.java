package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;

/** An account in a database: the definition that this process knows, and what the row said last. Thread-safe. */
final class JdbcAccount implements Account {
    private final JdbcStore store;
    final Budget definition;
    private final Window window;
    private volatile Budget budget;
    private volatile long dueMillis = Long.MAX_VALUE;
    volatile NextLine nextLine = NextLine.UNSEEN;

    JdbcAccount(JdbcStore store, Budget definition, Window window) {
        this.store = store;
        this.definition = definition;
        this.budget = definition;
        this.window = window;
    }

    /** Takes over what a transaction saw in the row. */
    AccountRow seen(AccountRow row) {
        long limit = row.limitUnits() + row.totals().allowance();
        if (limit != budget.limitUnits()) {
            budget = definition.withLimitUnits(limit);
        }
        dueMillis = row.dueMillis();
        if (!nextLine.isAfter(row.toldShare(), limit)) {
            nextLine = NextLine.after(definition.withLimitUnits(limit), row.toldShare());
        }
        return row;
    }

    @Override
    public Budget budget() {
        return budget;
    }

    @Override
    public Window window() {
        return window;
    }

    @Override
    public long dueMillis() {
        return dueMillis;
    }

    @Override
    public Totals totals() {
        return store.totals(this);
    }

    static JdbcAccount own(Account account) {
        if (account instanceof JdbcAccount own) {
            return own;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }
}
