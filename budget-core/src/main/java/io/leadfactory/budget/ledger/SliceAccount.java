package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Threshold;
import io.leadfactory.budget.plan.Window;
import io.leadfactory.budget.slice.Slice;
import io.leadfactory.budget.slice.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One account in memory: all of its room, granted to this process. Thread-safe. Holding and ending are lock-free; what people
 * change by hand, and what ends with time, takes the account's lock.
 */
final class SliceAccount implements Account, Grant {
    /** Up to which share lines were told in this round. */
    private record Told(long share, int round) {}

    /** An allowance for a time. */
    private record Lent(ReservationId id, long units, long untilMillis) {}

    private final Window window;
    private final Slice slice;
    private final AtomicReference<Told> told = new AtomicReference<>(new Told(0, 1));
    private final AtomicReference<Tally> settled = new AtomicReference<>(new Tally(0, 0));
    private final Journal journal;
    private final List<Lent> overrides = new ArrayList<>(0); // guarded by this
    private final @Nullable RollingSums rolling; // guarded by this

    private Budget definition; // guarded by this
    private volatile Budget budget;
    private volatile long allowance;
    private volatile long back; // written under the lock: what was refunded, which the slice counts as spent for good
    private volatile long dueMillis = Long.MAX_VALUE;

    SliceAccount(Budget definition, Window window, JournalRoom journals) {
        this.definition = definition;
        this.budget = definition;
        this.window = window;
        this.journal = new Journal(journals);
        this.slice = new Slice(definition.stopUnits(), definition::statusOf, linesOf(definition));
        this.rolling = window.period().isRolling() ? new RollingSums(window.period()) : null;
        findDue();
    }

    /** Lines beyond the stop line are reached by overruns alone, which are told when they are recorded. */
    private static long[] linesOf(Budget budget) {
        return budget.thresholds().stream()
                .mapToLong(Threshold::units)
                .filter(units -> units <= budget.stopUnits())
                .distinct()
                .toArray();
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

    @Override
    public long dueMillis() {
        return dueMillis;
    }

    /** Spent is read first: it never passes the exposure that is read after it, unless something was refunded in between. */
    @Override
    public Totals totals() {
        while (true) {
            long refunded = back;
            long spent = slice.spent() - refunded;
            long exposure = slice.exposure();
            if (refunded == back) {
                return new Totals(spent, exposure - spent, allowance);
            }
        }
    }

    Journal journal() {
        return journal;
    }

    boolean hasRoom(Totals totals, long units) {
        return totals.exposure() <= slice.granted() - units;
    }

    /** The same account under another definition of its budget, whose lines apply to all from now on. */
    synchronized SliceAccount redefine(Budget wanted) {
        Budget before = definition;
        if (wanted != before) {
            definition = wanted;
            if (wanted.limitUnits() != before.limitUnits() || wanted.stopShareUnits() != before.stopShareUnits()) {
                limit(allowance);
            } else if (!wanted.thresholds().equals(before.thresholds())) {
                drawLines(allowance);
            } else {
                budget = wanted.withLimitUnits(wanted.limitUnits() + allowance);
            }
        }
        return this;
    }

    synchronized Budget definition() {
        return definition;
    }

    /** What the next period gets of what this one leaves. */
    synchronized long carriedOver(long most) {
        long onTop = overrides.stream().mapToLong(Lent::units).sum();
        long unused = budget.limitUnits() - onTop - totals().exposure();
        return Math.max(0, Math.min(unused, most));
    }

    /** As the first thing that happens to an account. */
    synchronized void carry(ReservationId id, long units, Instant at) {
        if (units > 0) {
            allow(units);
            journal.append(new Entry(Entry.Kind.CARRY_OVER, id, 0, 0, units, at, null));
        }
    }

    /** For who holds the lock, after {@link Adjustment#requireFits}; what is spent in addition has its room already. */
    synchronized void adjust(Adjustment adjustment, Instant at) {
        RollingSums sums = rolling;
        long before = totals().spent();
        record(adjustment, at);
        if (sums != null && adjustment.spentUnits() != 0) {
            sums.change(before, before + adjustment.spentUnits());
        }
    }

    private synchronized void record(Adjustment adjustment, Instant at) {
        Entry entry = adjustment.entry(at);
        switch (adjustment.kind()) {
            case REFUND -> giveBack(adjustment.units());
            case ADJUSTMENT -> {
                if (adjustment.units() < 0) {
                    giveBack(-adjustment.units());
                } else {
                    slice.settle(adjustment.id().number(), 0, adjustment.units());
                }
            }
            case CREDIT -> allow(adjustment.units());
            case OVERRIDE -> {
                long until = Objects.requireNonNull(adjustment.untilOrNull()).toEpochMilli();
                overrides.add(new Lent(adjustment.id(), adjustment.units(), until));
                allow(adjustment.units());
                findDue();
            }
            default -> {
                end(adjustment.id(), at, adjustment.noteOrNull());
                return;
            }
        }
        journal.append(entry);
    }

    private void end(ReservationId id, Instant at, @Nullable Note note) {
        for (Lent lent : overrides) {
            if (lent.id().equals(id)) {
                overrides.remove(lent);
                allow(-lent.units());
                findDue();
                journal.append(ended(lent, at, note));
                return;
            }
        }
    }

    private static Entry ended(Lent ended, Instant at, @Nullable Note note) {
        return new Entry(Entry.Kind.OVERRIDE_ENDED, ended.id(), 0, 0, -ended.units(), at, note);
    }

    /** Before something is spent: so that it counts in its own step. */
    void tendRolling(Instant at) {
        if (window.period().isRolling()) {
            tend(at);
        }
    }

    synchronized void tend(Instant at) {
        if (at.toEpochMilli() < dueMillis) {
            return;
        }
        for (Iterator<Lent> each = overrides.iterator(); each.hasNext(); ) {
            Lent lent = each.next();
            if (lent.untilMillis() <= at.toEpochMilli()) {
                each.remove();
                allow(-lent.units());
                journal.append(ended(lent, at, null));
            }
        }
        RollingSums sums = rolling;
        if (sums != null) {
            fallOut(sums.moveTo(at.toEpochMilli(), totals().spent()), at);
        }
        findDue();
    }

    /** What it will be when what ends by then has ended. */
    synchronized Outlook foresee(Instant at) {
        tendRolling(at);
        long ending = overrides.stream()
                .filter(lent -> lent.untilMillis() <= at.toEpochMilli())
                .mapToLong(Lent::units)
                .sum();
        return Outlook.of(definition, definition.limitUnits(), totals(), ending);
    }

    private void fallOut(long units, Instant at) {
        if (units > 0) {
            giveBack(units);
            journal.append(new Entry(Entry.Kind.FELL_OUT, Journal.NOBODY, 0, -units, at));
        }
    }

    private synchronized void findDue() {
        long due = overrides.stream().mapToLong(Lent::untilMillis).min().orElse(Long.MAX_VALUE);
        dueMillis = rolling == null ? due : Math.min(due, rolling.nextMillis());
    }

    private synchronized void giveBack(long units) {
        // In this order: until both are done more counts as held than is.
        back += units;
        slice.giveBack(units);
        arm();
    }

    private void allow(long units) {
        limit(allowance + units);
    }

    private void limit(long allowed) {
        drawLines(allowed);
        arm();
    }

    private void drawLines(long allowed) {
        allowance = allowed;
        Budget limited = definition.withLimitUnits(definition.limitUnits() + allowed);
        // The budget first: whoever is granted more by the slice compares it with the lines to which that belongs.
        budget = limited;
        slice.grant(limited.stopUnits(), limited::statusOf, linesOf(limited));
    }

    /** What lies above spend and holds is told again when it is reached again. */
    private void arm() {
        Told before = toldNow();
        long reached = budget.shareReached(totals().exposure());
        while (reached < before.share() && !told.compareAndSet(before, new Told(reached, before.round() + 1))) {
            before = toldNow();
        }
    }

    @Override
    public Posting announce() {
        Totals now = totals();
        Budget lines = budget;
        long reached = lines.shareReached(now.exposure());
        Told before = toldNow();
        while (before.share() < reached) {
            if (told.compareAndSet(before, new Told(reached, before.round()))) {
                return new Posting(this, now, lines.thresholdsBetween(before.share(), reached), before.round());
            }
            before = toldNow();
        }
        return new Posting(this, now, List.of(), before.round());
    }

    private Told toldNow() {
        return Objects.requireNonNull(told.get());
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
        return new Totals(
                entered.spent() + now.spent() - before.spent(),
                entered.held() + now.held() - before.held(),
                entered.allowance());
    }
}
