package io.leadfactory.budget;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import io.leadfactory.budget.breaker.BudgetBreakers;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReserveEngine;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Budgets that cannot be overspent: reserve an upper bound, then commit what it did cost, or release it. Thread-safe.
 *
 * <p>A spend is held against every budget whose scope its tags contain, in all or in none; holds and spend of a budget
 * never pass its stop line, however many threads, and with a database processes, reserve at once. The status is what the
 * balance says at this moment. Honest limit: actual spend stays under the limit as long as each call costs at most what
 * it reserved; what goes beyond is recorded in full and stops the budget when it crosses the line.
 *
 * <p>What is granted is recorded in the store when the call returns: with a database it is durable, in memory it ends with
 * the process. Closing a monitor stops it from being asked; it keeps neither the store nor a thread.
 */
public final class BudgetMonitor implements AutoCloseable {
    private final ReserveEngine engine;
    private final BudgetBreakers breakers;
    private volatile boolean closed;

    private BudgetMonitor(Builder builder) {
        Alerts alerts = new Alerts(builder.listeners, builder.failures, builder.clock);
        breakers = new BudgetBreakers(builder.budgets, alerts, builder.clock);
        engine = new ReserveEngine(
                builder.budgets, builder.store, builder.clock, new EachObserver(List.of(alerts, breakers)));
        // A ledger may have been stopped before; a look opens the breakers that say so.
        engine.budgets().forEach(budget -> engine.status(budget.name()));
    }

    /**
     * Starts a monitor; at least one budget must follow. Default store: in memory. Default clock: the system's, in UTC.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return reserves, or says why not}
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws LedgerException if the ledger cannot be written; nothing is held then, unless the answer of the database
     *     was lost, in which case the hold stays counted
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Decision tryReserve(Spend spend) {
        requireOpen("reserve");
        return engine.tryReserve(given("spend", spend));
    }

    /**
     * {@return reserves} Use it with try-with-resources: a reservation that is closed without commit or release charges
     * its hold.
     *
     * @param spend the upper bound and its tags
     * @throws BudgetRefusedException if a budget has too little room
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws LedgerException as {@link #tryReserve}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Reservation reserve(Spend spend) {
        return tryReserve(spend).reservation();
    }

    /**
     * {@return what the budget's balance means now}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public BudgetStatus status(String budget) {
        requireOpen("tell a status");
        return engine.status(budget);
    }

    /**
     * {@return where the budget stands in its current period}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance balance(String budget) {
        requireOpen("tell a balance");
        return engine.balance(budget);
    }

    /**
     * {@return the budget's ledger entries in its current period, oldest first; cannot be changed}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public List<Entry> entries(String budget) {
        requireOpen("list entries");
        return engine.entries(budget);
    }

    /**
     * Adds up the ledger: one result for each period that each budget ever had, saying whether account and entries
     * agree to the nano-unit.
     *
     * @return one result for each account
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public List<LedgerCheck> checkLedger() {
        requireOpen("check the ledger");
        List<LedgerCheck> checks = new ArrayList<>();
        for (Budget budget : engine.budgets()) {
            checks.addAll(engine.checkLedger(budget.name()));
        }
        return List.copyOf(checks);
    }

    /**
     * {@return the budget's circuit breaker, to be composed with other Failsafe policies: open from STOP, half-open
     * when the next period begins or money comes back, closed by the first reservation that is granted then} It is
     * moved by what this monitor is asked; what other processes do to a shared ledger it sees at the next call.
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public CircuitBreaker<Object> breaker(String budget) {
        requireOpen("give a breaker");
        return breakers.breaker(budget);
    }

    /** {@return the budgets, in the order in which they were given; cannot be changed} */
    public List<Budget> budgets() {
        return engine.budgets();
    }

    /** Stops it from being asked. Open reservations can still end. */
    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen(String wanted) {
        if (closed) {
            throw new BudgetMonitorClosedException(wanted);
        }
    }

    private static <T> T given(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must not be null");
        }
        return value;
    }

    /** Collects what a {@link BudgetMonitor} is made of. For one thread. */
    public static final class Builder {
        private final List<Budget> budgets = new ArrayList<>();
        private final List<BudgetListener> listeners = new ArrayList<>();
        private BudgetStore store = BudgetStore.inMemory();
        private Clock clock = Clock.systemUTC();
        private ListenerFailureHandler failures = ListenerFailureHandler.logging();

        private Builder() {}

        /**
         * One budget more.
         *
         * @param budget the budget
         * @return this builder
         */
        public Builder budget(Budget budget) {
            budgets.add(given("budget", budget));
            return this;
        }

        /**
         * Where accounts live; it can be shared with other monitors and is not closed.
         *
         * @param store where accounts live
         * @return this builder
         */
        public Builder store(BudgetStore store) {
            this.store = given("store", store);
            return this;
        }

        /**
         * What tells the time; its zone does not matter, since each budget has its own.
         *
         * @param clock what tells the time
         * @return this builder
         */
        public Builder clock(Clock clock) {
            this.clock = given("clock", clock);
            return this;
        }

        /**
         * One listener more.
         *
         * @param listener the listener
         * @return this builder
         */
        public Builder listener(BudgetListener listener) {
            listeners.add(given("listener", listener));
            return this;
        }

        /**
         * Where failures of listeners go; by default into the log.
         *
         * @param failures where their failures go
         * @return this builder
         */
        public Builder listenerFailures(ListenerFailureHandler failures) {
            this.failures = given("listenerFailures", failures);
            return this;
        }

        /**
         * {@return the monitor, its accounts opened}
         *
         * @throws IllegalArgumentException if there is no budget, or two have one name
         * @throws LedgerException if the ledger cannot be reached, or has no tables
         */
        public BudgetMonitor build() {
            if (budgets.isEmpty()) {
                throw new IllegalArgumentException("a monitor must have at least one budget: call budget(..)");
            }
            return new BudgetMonitor(this);
        }
    }
}
