package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Grant;
import io.leadfactory.budget.slice.SliceGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The periods of a line: the current one, and those before in which tickets are open. Thread-safe and, except that one who
 * forgets periods waits for another, lock-free.
 *
 * <p>What a line is made of, not a part that it has: a thread waits for each load on the way to the current period.
 */
abstract class LinePeriods {
    private static final AtomicReferenceFieldUpdater<LinePeriods, LinePeriod> CURRENT =
            AtomicReferenceFieldUpdater.newUpdater(LinePeriods.class, LinePeriod.class, "current");

    final ReserveEngine engine;
    final Choice choice;
    final PeriodWatch watch;
    /** What tickets cost that nobody ends. */
    final SliceGroup.Charge charge;

    volatile LinePeriod current;
    private final Object forgetting = new Object();

    LinePeriods(ReserveEngine engine, Choice choice, PeriodWatch watch) {
        this.engine = engine;
        this.choice = choice;
        this.watch = watch;
        this.charge = engine.terms().unknownOutcome()::costOf;
        this.current = periodAt(engine.millis());
    }

    /** The one for now. */
    final LinePeriod now() {
        LinePeriod period = current;
        return watch.isReached(period.endMillis) ? next() : period;
    }

    /**
     * A ticket was opened in a period that was replaced meanwhile. Whoever forgets periods looks for open tickets after it was
     * replaced: either he sees this one, or its owner sees that the period is no longer the current one.
     */
    final void keep(LinePeriod period) {
        synchronized (forgetting) {
            current.keep(period);
        }
    }

    private void forgetEnded(LinePeriod next) {
        synchronized (forgetting) {
            next.forgetEnded();
        }
    }

    /** After something that lasts for a time was added to one of the accounts or taken from it, or definitions changed. */
    final void renew() {
        LinePeriod period = current;
        period.findEnd();
        announceEnd(period);
    }

    final void renewIfStale() {
        if (current.isStale()) {
            renew();
        }
    }

    private void announceEnd(LinePeriod period) {
        long end = period.endMillis;
        if (end != Long.MAX_VALUE && end != Long.MIN_VALUE) {
            watch.announce(end);
        }
    }

    /** So that what is spent now counts in its own step; also after the monitor is closed. */
    final void tendRolling(LinePeriod period) {
        if (!period.isRolling) {
            return;
        }
        long millis = engine.millis();
        for (int i = 0; i < period.budgets.size(); i++) {
            Account account = period.accounts.get(i);
            if (account.dueMillis() <= millis) {
                period.budgets.get(i).tend(account, millis);
                renew();
            }
        }
    }

    /** Whoever comes first after the end of a period opens the next. */
    final LinePeriod next() {
        engine.requireOpen("spend from a line");
        LinePeriod over = current;
        long millis = engine.millis();
        if (millis < over.endMillis) {
            return over;
        }
        LinePeriod next = periodAt(millis);
        if (over.replaces(next)) {
            announceEnd(over);
            return over;
        }
        next.follow(over);
        if (!CURRENT.compareAndSet(this, over, next)) {
            return current;
        }
        // Definitions that changed before it was put in place may have marked only the one before.
        next.findEnd();
        forgetEnded(next);
        over.settle(engine.instant());
        for (Account account : next.accounts) {
            observer().seen(account, account.totals());
        }
        return next;
    }

    private LinePeriod periodAt(long millis) {
        Definitions definitions = engine.definitions();
        List<CurrentAccount> budgets = choice.in(definitions);
        List<Account> accounts = new ArrayList<>(budgets.size());
        List<Grant> grants = new ArrayList<>(budgets.size());
        for (CurrentAccount budget : budgets) {
            Account account = budget.at(millis);
            accounts.add(account);
            engine.grant(account).ifPresent(grants::add);
        }
        LinePeriod period =
                new LinePeriod(this, definitions.version, budgets, List.copyOf(accounts), List.copyOf(grants));
        announceEnd(period);
        return period;
    }

    /** Ends the tickets whose time to live is over. */
    final void expire() {
        for (LinePeriod period = current; period != null; period = period.before()) {
            expire(period);
        }
    }

    /** Ends those of one period; whether some could have been. */
    final boolean expire(LinePeriod period) {
        SliceGroup group = period.group;
        if (group != null) {
            group.expire(engine.millis(), charge);
        }
        return group != null;
    }

    /** How many periods are kept, the current one included. */
    final int periods() {
        int many = 0;
        for (LinePeriod period = current; period != null; period = period.before()) {
            many++;
        }
        return many;
    }

    final ReserveObserver observer() {
        return engine.observer();
    }

    final long definitionsVersion() {
        return engine.definitions().version;
    }

    final long engineId() {
        return engine.id();
    }
}
