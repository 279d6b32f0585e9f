package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Window;
import io.leadfactory.budget.slice.Slice;
import io.leadfactory.budget.slice.Tally;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One account in memory: all of its room, granted to this process. Thread-safe and lock-free, except that two do not
 * settle at the same time.
 */
final class SliceAccount implements Account, Grant {
    private final Budget budget;
    private final Window window;
    private final Slice slice;
    private final AtomicReference<BudgetStatus> announced;
    private final AtomicReference<Tally> settled;
    private final Journal journal;

    SliceAccount(Budget budget, Window window) {
        this.budget = budget;
        this.window = window;
        this.slice = new Slice(budget.stopUnits(), budget.warnUnits(), budget.stopUnits());
        this.announced = new AtomicReference<>(BudgetStatus.OK);
        this.settled = new AtomicReference<>(new Tally(0, 0));
        this.journal = new Journal();
    }

    private SliceAccount(Budget budget, SliceAccount same) {
        this.budget = budget;
        this.window = same.window;
        this.slice = same.slice;
        this.announced = same.announced;
        this.settled = same.settled;
        this.journal = same.journal;
    }

    /** The same account under another definition of its budget, whose lines apply to all from now on. */
    SliceAccount redefined(Budget definition) {
        if (definition == budget) {
            return this;
        }
        slice.grant(definition.stopUnits(), definition.warnUnits(), definition.stopUnits());
        return new SliceAccount(definition, this);
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
    public Account account() {
        return this;
    }

    @Override
    public Slice slice() {
        return slice;
    }

    /** Spent is read first: it never passes the exposure that is read after it. */
    @Override
    public Totals totals() {
        long spent = slice.spent();
        return new Totals(spent, slice.exposure() - spent);
    }

    Journal journal() {
        return journal;
    }

    boolean hasRoom(Totals totals, long units) {
        return totals.exposure() <= slice.granted() - units;
    }

    @Override
    public Posting announce() {
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

    private BudgetStatus announcedNow() {
        return Objects.requireNonNull(announced.get());
    }

    @Override
    public void settle(Instant at) {
        while (true) {
            Tally before = Objects.requireNonNull(settled.get());
            Tally now = slice.tally();
            if (now.equals(before)) {
                return;
            }
            if (settled.compareAndSet(before, now)) {
                journal.append(new Entry(
                        Entry.Kind.SETTLEMENT,
                        Journal.NOBODY,
                        now.held() - before.held(),
                        now.spent() - before.spent(),
                        at));
                return;
            }
        }
    }

    /** What the entries add up to, with what tickets did since the last settlement. */
    Totals fold() {
        Totals entered = Totals.fold(journal.entries());
        Tally before = Objects.requireNonNull(settled.get());
        Tally now = slice.tally();
        return new Totals(entered.spent() + now.spent() - before.spent(), entered.held() + now.held() - before.held());
    }
}
