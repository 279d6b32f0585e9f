package io.leadfactory.budget;

import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.ReservationTerms;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link BudgetMonitor} is made of. For one thread. */
public final class BudgetMonitorBuilder {
    private static final int REMEMBERED = 10_000;

    final List<Budget> budgets = new ArrayList<>();
    final List<BudgetListener> listeners = new ArrayList<>();
    BudgetStore store = BudgetStore.inMemory();
    Clock clock = Clock.systemUTC();
    ListenerFailureHandler failures = ListenerFailureHandler.logging();

    @Nullable
    Duration timeToLive;

    UnknownOutcome unknownOutcome = UnknownOutcome.chargeHold();
    int remembered = REMEMBERED;
    UnpricedPolicy unpriced = UnpricedPolicy.refuse();
    Duration keysLiveFor = ReservationTerms.KEYS_LIVE_FOR;

    BudgetMonitorBuilder() {}

    /**
     * One budget more.
     *
     * @param budget the budget
     * @return this builder
     */
    public BudgetMonitorBuilder budget(Budget budget) {
        budgets.add(BudgetMonitor.given("budget", budget));
        return this;
    }

    /**
     * Where accounts live; it can be shared with other monitors and is not closed.
     *
     * @param store where accounts live
     * @return this builder
     */
    public BudgetMonitorBuilder store(BudgetStore store) {
        this.store = BudgetMonitor.given("store", store);
        return this;
    }

    /**
     * What tells the time; its zone does not matter, since each budget has its own.
     *
     * @param clock what tells the time
     * @return this builder
     */
    public BudgetMonitorBuilder clock(Clock clock) {
        this.clock = BudgetMonitor.given("clock", clock);
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
    public BudgetMonitorBuilder timeToLive(Duration timeToLive) {
        this.timeToLive =
                new ReservationTerms(BudgetMonitor.given("timeToLive", timeToLive), unknownOutcome).timeToLive();
        return this;
    }

    /**
     * What a hold costs that ended without anybody saying what the call did cost; by default all of it.
     *
     * @param unknownOutcome what it costs
     * @return this builder
     */
    public BudgetMonitorBuilder unknownOutcome(UnknownOutcome unknownOutcome) {
        this.unknownOutcome = BudgetMonitor.given("unknownOutcome", unknownOutcome);
        return this;
    }

    /**
     * What becomes of calls whose cost nobody knows before; by default they are refused.
     *
     * @param unpriced what becomes of them
     * @return this builder
     */
    public BudgetMonitorBuilder unpriced(UnpricedPolicy unpriced) {
        this.unpriced = BudgetMonitor.given("unpriced", unpriced);
        return this;
    }

    /**
     * After which time the key of a request may be used anew; by default a day. A request that is sent again after that is done
     * again, so it must be longer than anybody retries. It holds for the keys that are used from now on.
     *
     * @param keysLiveFor how long, a millisecond to 36500 days
     * @return this builder
     * @throws IllegalArgumentException if it is null, shorter or longer
     */
    public BudgetMonitorBuilder keysLiveFor(Duration keysLiveFor) {
        this.keysLiveFor = new ReservationTerms(
                        null, unknownOutcome, unpriced, BudgetMonitor.given("keysLiveFor", keysLiveFor))
                .keysLiveFor();
        return this;
    }

    /**
     * One listener more.
     *
     * @param listener the listener
     * @return this builder
     */
    public BudgetMonitorBuilder listener(BudgetListener listener) {
        listeners.add(BudgetMonitor.given("listener", listener));
        return this;
    }

    /**
     * Where failures of listeners go; by default into the log.
     *
     * @param failures where their failures go
     * @return this builder
     */
    public BudgetMonitorBuilder listenerFailures(ListenerFailureHandler failures) {
        this.failures = BudgetMonitor.given("listenerFailures", failures);
        return this;
    }

    /**
     * How many views of each kind are kept at hand: instances of a template, combinations of tags, and lines; by default 10 000.
     * What is forgotten is made again when it is needed, at the price of asking the store; no money is among it.
     *
     * @param most how many, at least one
     * @return this builder
     * @throws IllegalArgumentException if it is less
     */
    public BudgetMonitorBuilder remember(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("remember must keep at least one view: " + most);
        }
        this.remembered = most;
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
