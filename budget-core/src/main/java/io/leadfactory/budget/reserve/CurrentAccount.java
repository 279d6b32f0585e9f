package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A budget's account for now. Thread-safe and lock-free. When the period is over the next one's account is opened by
 * whoever comes first. It never goes back: a clock that does finds the period in which it was set back, so that no
 * closed period opens again.
 */
final class CurrentAccount {
    private record Dated(Account account, long endMillis) {}

    private final Budget budget;
    private final BudgetStore store;
    private final Attention attention = new Attention();
    private final AtomicReference<Dated> current;

    CurrentAccount(Budget budget, BudgetStore store, long nowMillis) {
        this.budget = budget;
        this.store = store;
        this.current = new AtomicReference<>(open(nowMillis));
    }

    Budget budget() {
        return budget;
    }

    Attention attention() {
        return attention;
    }

    Account at(long nowMillis) {
        Dated dated = Objects.requireNonNull(current.get());
        while (nowMillis >= dated.endMillis()) {
            Dated next = open(nowMillis);
            dated = current.compareAndSet(dated, next) ? next : Objects.requireNonNull(current.get());
        }
        return dated.account();
    }

    /** In milliseconds since 1970. */
    static long endOf(Account account) {
        return account.window().end().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    private Dated open(long nowMillis) {
        Window window = budget.windowAt(Instant.ofEpochMilli(nowMillis));
        Account account = store.open(budget, window);
        return new Dated(account, endOf(account));
    }
}
