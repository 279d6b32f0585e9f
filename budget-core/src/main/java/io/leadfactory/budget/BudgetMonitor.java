package io.leadfactory.budget;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import io.leadfactory.budget.breaker.BudgetBreakers;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.LimitOverride;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationTerms;
import io.leadfactory.budget.reserve.ReserveEngine;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Budgets that cannot be overspent: reserve an upper bound, then commit what it did cost, or release it. Thread-safe.
 *
 * <p>A spend is held against every budget whose scope its tags contain, in all or in none; holds and spend of a budget
 * never pass its stop line, however many threads, and with a database processes, reserve at once. The status is what the
 * balance says at this moment. Honest limit: actual spend stays under the limit as long as each call costs at most what
 * it reserved; what goes beyond is recorded in full and stops the budget when it crosses the line.
 *
 * <p>What is granted is recorded in the store when the call returns: with a database it is durable, in memory it ends with
 * the process. While a database is down nothing is granted, or what a {@link io.leadfactory.budget.ledger.DownPolicy} allows,
 * which is recorded afterwards. A monitor keeps one daemon thread, from when a line of a budget with a period or a time to live needs it until it
 * is closed; the store is not its own.
 */
public final class BudgetMonitor implements AutoCloseable {
    private final ReserveEngine engine;
    private final BudgetBreakers breakers;
    private volatile boolean closed;

    private BudgetMonitor(Builder builder) {
        Alerts alerts = new Alerts(builder.listeners, builder.failures, builder.clock);
        breakers = new BudgetBreakers(builder.budgets, alerts, builder.clock);
        engine = new ReserveEngine(
                builder.budgets,
                builder.store,
                builder.clock,
                new EachObserver(List.of(alerts, breakers)),
                new ReservationTerms(builder.timeToLive, builder.unknownOutcome));
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
     * {@return the budgets of these names, to spend from without objects} One call holds all of them or none. It spends from
     * these alone, whatever else covers the spend: see {@link #line(Tags)}. Always the same for the same names.
     *
     * @param budgets the names, at least one
     * @throws IllegalArgumentException if there is none
     * @throws UnknownBudgetException if there is no budget of such a name
     * @throws LedgerException if the ledger cannot be reached
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public BudgetLine line(String... budgets) {
        requireOpen("give a line");
        return engine.line(List.of(given("budgets", budgets)));
    }

    /**
     * {@return all budgets that cover these tags, to spend from without objects} Always the same for the same budgets.
     *
     * @param tags the tags
     * @throws UnmatchedSpendException if no budget covers them
     * @throws LedgerException if the ledger cannot be reached
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public BudgetLine line(Tags tags) {
        requireOpen("give a line");
        return engine.line(given("tags", tags));
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
     * Takes money back that was spent, in the budget's current period.
     *
     * @param budget the name of the budget
     * @param amount what came back, in currency units
     * @return the balance afterwards
     * @throws IllegalArgumentException if the amount is null, zero, negative, finer than nine decimals or too large
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if less was spent in this period, or it cannot be recorded; nothing changes then
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance refund(String budget, BigDecimal amount) {
        requireOpen("refund");
        long units = NanoUnits.positive("refund", amount);
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.REFUND, id, units, null, null));
    }

    /**
     * Takes money back that a reservation spent: in all of its budgets, in the period in which it was made, also if that is
     * over.
     *
     * @param reservation the reservation, committed
     * @param amount what came back, in currency units
     * @throws IllegalArgumentException if the amount is null, zero, negative, finer than nine decimals or too large
     * @throws LedgerException as {@link #refund(String, BigDecimal)}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void refund(Reservation reservation, BigDecimal amount) {
        requireOpen("refund");
        long units = NanoUnits.positive("refund", amount);
        engine.adjust(
                given("reservation", reservation), id -> new Adjustment(Entry.Kind.REFUND, id, units, null, null));
    }

    /**
     * Corrects what is spent in the budget's current period, as when an invoice says something else. What is added is recorded
     * in full, even beyond stop line and limit.
     *
     * @param budget the name of the budget
     * @param change what was spent in addition, in currency units; negative if it was less
     * @param note who corrects it and why
     * @return the balance afterwards
     * @throws IllegalArgumentException if the change is null, zero, finer than nine decimals or too large, or the note is null
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if less was spent than is taken back, or it cannot be recorded; nothing changes then
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance adjust(String budget, BigDecimal change, Note note) {
        requireOpen("adjust");
        long units = NanoUnits.of("change", given("change", change));
        if (units == 0) {
            throw new IllegalArgumentException("change must not be zero");
        }
        given("note", note);
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.ADJUSTMENT, id, units, null, note));
    }

    /**
     * Raises the limit for the rest of the budget's current period; the lines move with it.
     *
     * @param budget the name of the budget
     * @param amount by how much, in currency units
     * @param note who grants it and why
     * @return the balance afterwards
     * @throws IllegalArgumentException if the amount is null, zero, negative, finer than nine decimals or too large, or the
     *     note is null
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if it cannot be recorded
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance credit(String budget, BigDecimal amount, Note note) {
        requireOpen("credit");
        long units = NanoUnits.positive("credit", amount);
        given("note", note);
        return engine.adjust(budget, id -> new Adjustment(Entry.Kind.CREDIT, id, units, null, note));
    }

    /**
     * Raises the limit for a time; the lines move with it. It ends by itself at that instant, or with the period if that ends
     * before. What is spent by then stays spent: the budget may be beyond its line, and refuses until the next period.
     *
     * @param budget the name of the budget
     * @param amount by how much, in currency units
     * @param until when it ends, kept to the millisecond
     * @param note who allows it and why
     * @return what ends it before
     * @throws IllegalArgumentException if the amount is null, zero, negative, finer than nine decimals or too large, the
     *     instant is null or not to come, or the note is null
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if it cannot be recorded
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public LimitOverride override(String budget, BigDecimal amount, Instant until, Note note) {
        requireOpen("override");
        long units = NanoUnits.positive("override", amount);
        given("until", until);
        given("note", note);
        return engine.override(budget, units, until, note);
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

    /** Stops it from being asked, and its thread. Open reservations and tickets can still end; none expires any more. */
    @Override
    public void close() {
        closed = true;
        engine.close(BudgetMonitorClosedException::new);
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
        private @Nullable Duration timeToLive;
        private UnknownOutcome unknownOutcome = UnknownOutcome.chargeHold();

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
         * How long a reservation may stay open; then it ends as an unknown outcome. By default it waits for good. With the system's
         * clock a thread looks ten times a second; with another, whoever asks for a status, a balance or the ledger, or is
         * refused.
         *
         * @param timeToLive how long, at least a millisecond
         * @return this builder
         * @throws IllegalArgumentException if it is null or shorter
         */
        public Builder timeToLive(Duration timeToLive) {
            this.timeToLive = new ReservationTerms(given("timeToLive", timeToLive), unknownOutcome).timeToLive();
            return this;
        }

        /**
         * What a hold costs that ended without anybody saying what the call did cost; by default all of it.
         *
         * @param unknownOutcome what it costs
         * @return this builder
         */
        public Builder unknownOutcome(UnknownOutcome unknownOutcome) {
            this.unknownOutcome = given("unknownOutcome", unknownOutcome);
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
