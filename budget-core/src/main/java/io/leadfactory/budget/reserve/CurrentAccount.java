package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A budget's account for now. Thread-safe and lock-free. When the period is over the next one's account is opened by
 * whoever comes first, and what lasts for a time is ended by whoever comes first after it. It never goes back: a clock that
 * does finds the period in which it was set back, so that no closed period opens again.
 */
final class CurrentAccount {
    private record Dated(Account account, long endMillis) {}

    private final Budget budget;
    private final BudgetStore store;
    private final Consumer<Posting> changed;
    private final Attention attention = new Attention();
    private final AtomicReference<Dated> current;
    private volatile boolean untended;

    /**
     * Opens the account. Opened again if its period ended meanwhile: who used an earlier definition may have opened the next one
     * under that.
     *
     * @param changed hears what time did to it
     */
    CurrentAccount(Budget budget, BudgetStore store, Clock clock, Consumer<Posting> changed) {
        this.budget = budget;
        this.store = store;
        this.changed = changed;
        Dated opened;
        do {
            opened = dated(store.open(budget, windowAt(clock.millis())));
        } while (clock.millis() >= opened.endMillis());
        this.current = new AtomicReference<>(opened);
    }

    Budget budget() {
        return budget;
    }

    Attention attention() {
        return attention;
    }

    Account at(long nowMillis) {
        Account account = openAt(nowMillis);
        if (nowMillis >= account.dueMillis() || untended) {
            untended = false;
            tend(account, nowMillis);
        }
        return account;
    }

    /** As {@link #at}, except that what lasts for a time is left to be ended. */
    Account openAt(long nowMillis) {
        Dated dated = Objects.requireNonNull(current.get());
        while (nowMillis >= dated.endMillis()) {
            Account following = store.follow(dated.account(), windowAt(nowMillis), Instant.ofEpochMilli(nowMillis));
            Dated next = dated(following);
            dated = current.compareAndSet(dated, next) ? next : Objects.requireNonNull(current.get());
        }
        return dated.account();
    }

    /** With the next use, which is to be told of lines that are reached under another definition. */
    void tendNext() {
        untended = true;
    }

    /** Brings what time, or another definition, did to the account up to date. */
    void tend(Account account, long nowMillis) {
        changed.accept(store.tend(account, Instant.ofEpochMilli(nowMillis)));
    }

    /** In milliseconds since 1970. */
    static long endOf(Account account) {
        return account.window().end().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    private Window windowAt(long nowMillis) {
        return budget.windowAt(Instant.ofEpochMilli(nowMillis));
    }

    private static Dated dated(Account account) {
        return new Dated(account, endOf(account));
    }
}
