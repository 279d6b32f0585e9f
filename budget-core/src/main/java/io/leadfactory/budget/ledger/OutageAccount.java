package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.util.List;

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

    static OutageAccount own(Account account) {
        if (account instanceof OutageAccount own) {
            return own;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }

    static List<OutageAccount> own(List<Account> accounts) {
        return accounts.stream().map(OutageAccount::own).toList();
    }

    static List<Account> rows(List<OutageAccount> accounts) {
        return accounts.stream().map(OutageAccount::row).toList();
    }

    /** What is known of them. Guarded by the lock of {@link Outage}, as what follows. */
    static List<Posting> postings(List<OutageAccount> accounts) {
        return accounts.stream().map(each -> each.local().posting(each)).toList();
    }

    static void requireFits(Settlement settlement, List<OutageAccount> held) {
        for (OutageAccount each : held) {
            if (settlement.overrunUnits()
                    > Long.MAX_VALUE - each.local().estimate().exposure()) {
                throw settlement.tooLargeFor(each);
            }
        }
    }
}
