package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Period;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was spent in each step of a rolling period, as far as it still counts. For who holds the account's lock.
 *
 * <p>It is told now and then how much is spent in all: at the first call in each step, before that changes anything. So what was
 * added since then was spent in the step that was the last one told. What came back is taken from the oldest steps: what is
 * left then counts for longest. The latest step is always there, be its sum zero.
 */
final class RollingSums {
    private final Period period;
    private final NavigableMap<Long, Long> sums = new TreeMap<>();

    RollingSums(Period period) {
        this.period = period;
    }

    private long stepAt(long millis) {
        return Math.floorDiv(millis, period.stepMillis());
    }

    /** When the step after the latest begins: until then nothing changes by itself. */
    long nextMillis() {
        return sums.isEmpty() ? Long.MIN_VALUE : (sums.lastKey() + 1) * period.stepMillis();
    }

    /** Steps with their sums in nano-units, the oldest first. */
    Map<Long, Long> sums() {
        return sums;
    }

    /** As it was stored. */
    void put(long step, long units) {
        sums.put(step, units);
    }

    /**
     * Takes over what is spent by now, and lets go what is too old.
     *
     * @param spentUnits all that counts as spent, in nano-units
     * @param millis now
     * @return how much of it counts no longer, in nano-units
     */
    long moveTo(long millis, long spentUnits) {
        // A clock that went back must not make it older.
        long present = sums.isEmpty() ? stepAt(millis) : Math.max(stepAt(millis), sums.lastKey());
        sums.putIfAbsent(sums.isEmpty() ? present : sums.lastKey(), 0L);
        add(spentUnits);
        sums.putIfAbsent(present, 0L);
        // A step counts from its end, which lies a length before the beginning of the step in which it counts no
        // longer.
        NavigableMap<Long, Long> old = sums.headMap(present - period.steps(), false);
        long over = old.values().stream().mapToLong(Long::longValue).sum();
        old.clear();
        return over;
    }

    /**
     * Money comes back: what was spent before is taken over by itself, lest the two make up for each other.
     *
     * @param spentBefore all that counted as spent before, in nano-units
     * @param spentAfter the same after it
     */
    void change(long spentBefore, long spentAfter) {
        add(spentBefore);
        add(spentAfter);
    }

    private void add(long spentUnits) {
        long known = sums.values().stream().mapToLong(Long::longValue).sum();
        if (spentUnits > known) {
            sums.merge(sums.lastKey(), spentUnits - known, Math::addExact);
        } else {
            takeFromOldest(known - spentUnits);
        }
    }

    private void takeFromOldest(long units) {
        long left = units;
        while (left > 0) {
            Map.Entry<Long, Long> oldest = sums.firstEntry();
            long taken = Math.min(left, oldest.getValue());
            left -= taken;
            if (taken == oldest.getValue() && sums.size() > 1) {
                sums.pollFirstEntry();
            } else {
                sums.put(oldest.getKey(), oldest.getValue() - taken);
            }
        }
    }
}
