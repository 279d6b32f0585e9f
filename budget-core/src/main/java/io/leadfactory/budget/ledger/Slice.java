package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Window;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One account in memory: room that is spent locally with atomics. Thread-safe and lock-free.
 *
 * <p>The cell that guards the stop line is the exposure, {@code spent + held}; held is derived. Exposure is raised
 * before spent and lowered after it, so {@code exposure >= spent} at every instant, and who reads spent first never sees
 * a negative hold. A lock around both was rejected: every check would wait for every other.
 */
final class Slice implements Account {
    private final Budget budget;
    private final Window window;
    private final AtomicLong exposure;
    private final AtomicLong spent;
    private final AtomicReference<BudgetStatus> announced;
    private final Journal journal;

    Slice(Budget budget, Window window) {
        this.budget = budget;
        this.window = window;
        this.exposure = new AtomicLong();
        this.spent = new AtomicLong();
        this.announced = new AtomicReference<>(BudgetStatus.OK);
        this.journal = new Journal();
    }

    private Slice(Budget budget, Slice same) {
        this.budget = budget;
        this.window = same.window;
        this.exposure = same.exposure;
        this.spent = same.spent;
        this.announced = same.announced;
        this.journal = same.journal;
    }

    /** The same account, seen by a monitor that defines the budget in its own way: its lines, these cells. */
    Slice seenAs(Budget definition) {
        return definition == budget ? this : new Slice(definition, this);
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
    public Totals totals() {
        long spentNow = spent.get();
        return new Totals(spentNow, exposure.get() - spentNow);
    }

    Journal journal() {
        return journal;
    }

    boolean tryHold(long units) {
        return tryRaise(units, budget.stopUnits());
    }

    /** Whether a hold fits an account that stands there. */
    boolean hasRoom(Totals totals, long units) {
        return totals.exposure() <= budget.stopUnits() - units;
    }

    /** Takes in what a call cost beyond its hold, unless the sum would pass the range of a long. */
    boolean tryOverrun(long units) {
        return tryRaise(units, Long.MAX_VALUE);
    }

    private boolean tryRaise(long units, long line) {
        long most = line - units;
        long before = exposure.get();
        while (before <= most) {
            if (exposure.compareAndSet(before, before + units)) {
                return true;
            }
            before = exposure.get();
        }
        return false;
    }

    void lower(long units) {
        exposure.addAndGet(-units);
    }

    /** The overrun is taken in before. */
    void settle(Settlement settlement) {
        spent.addAndGet(settlement.actualUnits());
        exposure.addAndGet(Math.min(0, settlement.actualUnits() - settlement.heldUnits()));
    }

    private BudgetStatus announcedNow() {
        return Objects.requireNonNull(announced.get());
    }

    /** Raises the highest status reached, and says between which two it rose for this caller alone. */
    Posting announce() {
        Totals now = totals();
        BudgetStatus reached = budget.statusOf(now.exposure());
        BudgetStatus before = announcedNow();
        while (!before.isAtLeast(reached)) {
            if (announced.compareAndSet(before, reached)) {
                return new Posting(this, now, before, reached);
            }
            before = announcedNow();
        }
        return new Posting(this, now, before, before);
    }
}
