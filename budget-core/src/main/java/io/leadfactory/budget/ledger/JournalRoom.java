package io.leadfactory.budget.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many entries the journals of a store in memory may keep together, beyond the few that each may keep in any case.
 * Thread-safe and lock-free.
 */
final class JournalRoom {
    private static final int ENTRIES = 1 << 18;

    private final AtomicInteger left = new AtomicInteger(ENTRIES);

    /** Takes room for that many, or none. */
    boolean tryTake(int entries) {
        int before = left.get();
        while (before >= entries) {
            if (left.compareAndSet(before, before - entries)) {
                return true;
            }
            before = left.get();
        }
        return false;
    }

    void give(int entries) {
        left.addAndGet(entries);
    }
}
