package io.leadfactory.budget.forecast;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/** What was spent of late, by equal intervals. Immutable. */
final class Observation {
    /** More would not be more exact, and fewer leave blocks no room. */
    static final int INTERVALS = 24;

    private final long[] intervals;
    private final BurnRate rate;
    private final boolean cutByFold;

    private Observation(long[] intervals, BurnRate rate, boolean cutByFold) {
        this.intervals = intervals;
        this.rate = rate;
        this.cutByFold = cutByFold;
    }

    static Observation of(Window window, Collection<Entry> entries, Instant now, Duration span) {
        Instant from = later(window.start(), now.minus(span));
        boolean cut = false;
        Instant first = now;
        for (Entry entry : entries) {
            if (entry.kind() == Entry.Kind.BROUGHT_FORWARD && entry.at().isAfter(from)) {
                from = entry.at();
                cut = true;
            }
            first = entry.at().isBefore(first) ? entry.at() : first;
        }
        if (window.endOrNull() == null) {
            // It starts in 1970, which says nothing about since when there is anybody who spends.
            from = later(from, first);
        }
        from = from.isAfter(now) ? now : from;
        long nanos = Duration.between(from, now).toNanos();
        long[] intervals = new long[INTERVALS];
        int spends = 0;
        for (Entry entry : entries) {
            boolean counts = entry.kind() != Entry.Kind.BROUGHT_FORWARD
                    && entry.spentUnits() != 0
                    && !entry.at().isBefore(from);
            if (counts) {
                spends++;
                int interval = interval(from, later(from, entry.at()), nanos);
                intervals[interval] = Exact.add(intervals[interval], entry.spentUnits());
            }
        }
        BurnRate rate = new BurnRate(Exact.sum(intervals), Duration.ofNanos(nanos), spends);
        return new Observation(intervals, rate, cut);
    }

    /** What another machine's clock dates later than now counts as now. */
    private static int interval(Instant from, Instant at, long nanos) {
        Duration since = Duration.between(from, at);
        boolean isLast = nanos == 0 || since.compareTo(Duration.ofNanos(nanos)) >= 0;
        return isLast ? INTERVALS - 1 : (int) Exact.share(since.toNanos(), INTERVALS, nanos);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }

    /** What was spent in each, in nano-units, oldest first. */
    long[] intervals() {
        return intervals.clone();
    }

    BurnRate rate() {
        return rate;
    }

    /** Whether the ledger keeps no single entries from before. */
    boolean isCutByFold() {
        return cutByFold;
    }
}
