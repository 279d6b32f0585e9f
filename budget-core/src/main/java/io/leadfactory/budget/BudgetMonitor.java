package io.leadfactory.budget;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.alert.AlertDelivery;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.breaker.BudgetBreakers;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.IdempotencyConflictException;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.RequestKey;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.DryRun;
import io.leadfactory.budget.reserve.LimitOverride;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.ReservationTerms;
import io.leadfactory.budget.reserve.ReserveEngine;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import io.leadfactory.budget.statement.Statement;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
 * which is recorded afterwards. A monitor keeps one daemon thread, from when a line of a budget with a period or a time to live
 * needs it until it is closed, and another with a ledger in a database, which sees to it that lines are told: those that
 * somebody reached and had no time to tell are told when a monitor starts, and by a look every ten seconds. The store is not
 * its own.
 */
public final class BudgetMonitor implements AutoCloseable {
    private final ReserveEngine engine;
    private final BudgetBreakers breakers;
    private final @Nullable AlertDelivery delivery;
    private final ByHand byHand;
    private volatile boolean closed;

    BudgetMonitor(BudgetMonitorBuilder builder) {
        Alerts alerts = new Alerts(builder.listeners, builder.failures, builder.clock);
        breakers = new BudgetBreakers(builder.budgets, alerts, builder.clock);
        delivery = builder.store
                .outbox()
                .map(outbox -> new AlertDelivery(alerts, outbox, this::definition, builder.clock))
                .orElse(null);
        if (delivery != null) {
            alerts.report(delivery);
        }
        engine = new ReserveEngine(
                builder.budgets,
                builder.store,
                builder.clock,
                new EachObserver(alerts, breakers),
                new ReservationTerms(builder.timeToLive, builder.unknownOutcome, builder.unpriced, builder.keysLiveFor),
                builder.remembered);
        byHand = new ByHand(engine);
        // A ledger may have been stopped before; a look opens the breakers that say so.
        engine.budgets().forEach(budget -> engine.status(budget.name()));
        if (delivery != null) {
            delivery.start();
        }
    }

    /** As it is now; of an instance, too. */
    private Optional<Budget> definition(String budget) {
        return engine.definition(budget);
    }

    /**
     * Starts a monitor; at least one budget must follow. Default store: in memory. Default clock: the system's, in UTC.
     *
     * @return a builder
     */
    public static BudgetMonitorBuilder builder() {
        return new BudgetMonitorBuilder();
    }

    /**
     * {@return reserves, or says why not} A spend with a {@linkplain Spend#key key} that was granted before is answered with that
     * reservation, and holds nothing more.
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws UnpricedSpendException if nobody knows what it costs, and such calls are refused
     * @throws IdempotencyConflictException if its key stands for another request; nothing is held then
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
     * @throws ReservationEndedException if it was reserved before, with the same key, and has ended
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws UnpricedSpendException as {@link #tryReserve}
     * @throws IdempotencyConflictException as {@link #tryReserve}
     * @throws LedgerException as {@link #tryReserve}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Reservation reserve(Spend spend) {
        return tryReserve(spend).reservation();
    }

    /**
     * {@return what {@link #tryReserve} would answer at this moment: whether each budget has room, what is left in it, and from
     * when it may work again} It records nothing, tells no listener and moves no breaker, and it promises nothing. Holds whose time
     * to live is over count until somebody ends them, and whether the spend's key was used is not looked at.
     *
     * @param spend the upper bound and its tags
     * @throws UnmatchedSpendException if no budget covers the spend
     * @throws UnpricedSpendException as {@link #tryReserve}
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public DryRun dryRun(Spend spend) {
        requireOpen("try");
        return engine.dryRun(given("spend", spend));
    }

    /**
     * {@return the budgets of these names, to spend from without objects} One call holds all of them or none. It spends from
     * these alone, whatever else covers the spend: see {@link #line(Tags)}. Always the same for the same names, as long as
     * somebody has it or one of its tickets is open.
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
     * {@return all budgets that cover these tags, to spend from without objects} Always the same for the same tags, as long as
     * somebody has it or one of its tickets is open.
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
     * {@return the next of the budget's ledger entries in its current period, in the order of {@link #entries(String)}} So a ledger
     * of any length is read page by page, in as much memory as a page takes.
     *
     * @param budget the name of the budget
     * @param afterOrNull the last entry of the page before; null for the first page
     * @param most how many at most; fewer come only at the end
     * @throws IllegalArgumentException if {@code most} is not positive
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public List<Entry> entries(String budget, @Nullable Entry afterOrNull, int most) {
        requireOpen("list entries");
        return engine.entries(budget, afterOrNull, most);
    }

    /**
     * {@return what happened in the budget's current period: as a table, as CSV or as JSON}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Statement statement(String budget) {
        requireOpen("make a statement");
        return statement(engine.currentAccount(budget));
    }

    /**
     * {@return what happened in a period of the budget: as a table, as CSV or as JSON}
     *
     * @param budget the name of the budget
     * @param at an instant of the period
     * @throws UnknownBudgetException if there is none of that name
     * @throws IllegalArgumentException if the budget had no account in that period: nobody asked for it then
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Statement statement(String budget, Instant at) {
        requireOpen("make a statement");
        Account account = engine.findAccount(budget, given("at", at))
                .orElseThrow(() -> new IllegalArgumentException(
                        "budget \"%s\" must have been used in the period of a statement: it was not in that of %s"
                                .formatted(budget, at)));
        return statement(account);
    }

    private Statement statement(Account account) {
        return new Statement(account, consumer -> engine.entries(account, consumer));
    }

    /**
     * Adds up the ledger: one result for each period that each budget and each instance of a template ever had, saying whether
     * account and entries agree to the nano-unit.
     *
     * @return one result for each account
     * @throws LedgerException if the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public List<LedgerCheck> checkLedger() {
        requireOpen("check the ledger");
        return engine.checkLedger();
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
        return byHand.refund(budget, amount, null);
    }

    /**
     * Takes money back that was spent, in the budget's current period, once for the same key: a request that is sent again, by
     * whichever process, changes nothing.
     *
     * @param budget the name of the budget
     * @param amount what came back, in currency units
     * @param key 1 to 200 characters; one name in the whole ledger
     * @return the balance now
     * @throws IllegalArgumentException as {@link #refund(String, BigDecimal)}, or if the key is malformed
     * @throws IdempotencyConflictException if the key stands for another request; nothing changes then
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException as {@link #refund(String, BigDecimal)}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance refund(String budget, BigDecimal amount, String key) {
        requireOpen("refund");
        return byHand.refund(budget, amount, RequestKey.requireText(key));
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
        byHand.refund(reservation, amount, null);
    }

    /**
     * As {@link #refund(Reservation, BigDecimal)}, once for the same key.
     *
     * @param reservation the reservation, committed
     * @param amount what came back, in currency units
     * @param key 1 to 200 characters; one name in the whole ledger
     * @throws IllegalArgumentException as {@link #refund(Reservation, BigDecimal)}, or if the key is malformed
     * @throws IdempotencyConflictException if the key stands for another request; nothing changes then
     * @throws LedgerException as {@link #refund(String, BigDecimal)}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void refund(Reservation reservation, BigDecimal amount, String key) {
        requireOpen("refund");
        byHand.refund(reservation, amount, RequestKey.requireText(key));
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
        return byHand.adjust(budget, change, note, null);
    }

    /**
     * As {@link #adjust(String, BigDecimal, Note)}, once for the same key.
     *
     * @param budget the name of the budget
     * @param change what was spent in addition, in currency units; negative if it was less
     * @param note who corrects it and why
     * @param key 1 to 200 characters; one name in the whole ledger
     * @return the balance now
     * @throws IllegalArgumentException as {@link #adjust(String, BigDecimal, Note)}, or if the key is malformed
     * @throws IdempotencyConflictException if the key stands for another request; nothing changes then
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException as {@link #adjust(String, BigDecimal, Note)}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance adjust(String budget, BigDecimal change, Note note, String key) {
        requireOpen("adjust");
        return byHand.adjust(budget, change, note, RequestKey.requireText(key));
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
        return byHand.credit(budget, amount, note, null);
    }

    /**
     * As {@link #credit(String, BigDecimal, Note)}, once for the same key.
     *
     * @param budget the name of the budget
     * @param amount by how much, in currency units
     * @param note who grants it and why
     * @param key 1 to 200 characters; one name in the whole ledger
     * @return the balance now
     * @throws IllegalArgumentException as {@link #credit(String, BigDecimal, Note)}, or if the key is malformed
     * @throws IdempotencyConflictException if the key stands for another request; nothing changes then
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if it cannot be recorded
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public Balance credit(String budget, BigDecimal amount, Note note, String key) {
        requireOpen("credit");
        return byHand.credit(budget, amount, note, RequestKey.requireText(key));
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
        return byHand.override(budget, amount, until, note, null);
    }

    /**
     * As {@link #override(String, BigDecimal, Instant, Note)}, once for the same key: a request that is sent again, by whichever
     * process, raises nothing more, and is answered with the override of the first, also when that has ended.
     *
     * @param budget the name of the budget
     * @param amount by how much, in currency units
     * @param until when it ends, kept to the millisecond
     * @param note who allows it and why
     * @param key 1 to 200 characters; one name in the whole ledger
     * @return what ends it before
     * @throws IllegalArgumentException as {@link #override(String, BigDecimal, Instant, Note)}, or if the key is malformed
     * @throws IdempotencyConflictException if the key stands for another request; nothing changes then
     * @throws UnknownBudgetException if there is no budget of that name
     * @throws LedgerException if it cannot be recorded, or its budget has another period now than when it was recorded
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public LimitOverride override(String budget, BigDecimal amount, Instant until, Note note, String key) {
        requireOpen("override");
        return byHand.override(budget, amount, until, note, RequestKey.requireText(key));
    }

    /**
     * Adds a budget or a template, or replaces the definition of that name; see {@link #define(Budget, Note)}.
     *
     * @param budget the budget or template
     * @throws IllegalArgumentException as {@link #define(Budget, Note)}
     * @throws LedgerException as {@link #define(Budget, Note)}
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void define(Budget budget) {
        requireOpen("define");
        engine.define(given("budget", budget), null);
    }

    /**
     * Adds a budget or a template, or replaces the definition of that name. It applies to every reservation that begins
     * afterwards, and what is spent and held stays, so a limit can be set below what is spent: the budget is beyond its line then.
     * The lines that are reached by it are told at once; of a template's instances with their next use. Lines that somebody has
     * follow it. With another period or zone it goes on in the account of another period, which is where it stood if it was
     * defined so before, and new if not; what is held in the one before ends there. In a database the definition applies to every
     * process, to that period and those that follow; so that a restart does not take it back, change it where it is configured,
     * too.
     *
     * <p>A budget that has the name of a template's instance, and its scope, takes its place: another limit for one tenant.
     *
     * <p>Costs time in proportion to how many definitions there are; one budget for each of very many values is what a {@linkplain
     * Budget.Builder#forEach template} is for.
     *
     * @param budget the budget or template
     * @param note who defines it and why
     * @throws IllegalArgumentException if one is null, or a budget has the name of a template's instance and not its scope
     * @throws LedgerException if the ledger cannot be reached; the definition is as before then, but the limit may be the new one
     *     already
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void define(Budget budget, Note note) {
        requireOpen("define");
        engine.define(given("budget", budget), given("note", note));
    }

    /**
     * Removes a budget or a template; see {@link #remove(String, Note)}.
     *
     * @param budget its name
     * @throws UnknownBudgetException if none of that name is defined
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void remove(String budget) {
        requireOpen("remove");
        engine.remove(given("budget", budget), null);
    }

    /**
     * Removes a budget or a template: nothing is held against it any more, and it is unknown by its name. What is held ends as it
     * would, in its ledger, which stays: defining it again finds it. If no budget is left, every reservation fails with an {@link
     * UnmatchedSpendException}, since nothing is ever spent unwatched.
     *
     * @param budget its name
     * @param note who removes it and why
     * @throws IllegalArgumentException if one is null
     * @throws UnknownBudgetException if none of that name is defined; the instance of a template is not
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public void remove(String budget, Note note) {
        requireOpen("remove");
        engine.remove(given("budget", budget), given("note", note));
    }

    /**
     * {@return the budget's circuit breaker, to be composed with other Failsafe policies: open from STOP, half-open
     * when the next period begins or money comes back, closed by the first reservation that is granted then} It is
     * moved by what this monitor is asked; what other processes do to a shared ledger it sees at the next call. When its budget is
     * removed nothing moves it any more.
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     * @throws LedgerException if it is the instance of a template, and the ledger cannot be read
     * @throws BudgetMonitorClosedException if the monitor is closed
     */
    public CircuitBreaker<Object> breaker(String budget) {
        requireOpen("give a breaker");
        Optional<CircuitBreaker<Object>> breaker = breakers.find(given("budget", budget));
        while (breaker.isEmpty()) {
            // That of an instance may have been forgotten; a look brings it back, open if it was.
            engine.status(budget);
            breaker = breakers.find(budget);
        }
        return breaker.get();
    }

    /** {@return the budgets that are defined now, without templates, in the order in which they were given; cannot be changed} */
    public List<Budget> budgets() {
        return engine.budgets();
    }

    /** {@return the templates that are defined now, in the order in which they were given; cannot be changed} */
    public List<Budget> templates() {
        return engine.templates();
    }

    /** Stops it from being asked, and its thread. Open reservations and tickets can still end; none expires any more. */
    @Override
    public void close() {
        closed = true;
        engine.close(BudgetMonitorClosedException::new);
        if (delivery != null) {
            delivery.close();
        }
    }

    private void requireOpen(String wanted) {
        if (closed) {
            throw new BudgetMonitorClosedException(wanted);
        }
    }

    static <T> T given(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must not be null");
        }
        return value;
    }
}
