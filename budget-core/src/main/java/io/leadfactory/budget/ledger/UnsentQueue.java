package io.leadfactory.budget.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger does not know yet, in the order in which it is to be sent. Guarded by the lock of {@link Outage}. Of what callers
 * make, which could be without end, it says how much waits; the rest is as much as there are accounts.
 */
final class UnsentQueue {
    private final Deque<Unsent> queue = new ArrayDeque<>();
    private int waiting;

    void add(Unsent last) {
        queue.add(last);
        waiting += isOfACaller(last) ? 1 : 0;
    }

    /** What is to be sent next; it stays where it is until it is removed. */
    @Nullable
    Unsent next() {
        return queue.peek();
    }

    void remove(Unsent head) {
        queue.remove();
        waiting -= isOfACaller(head) ? 1 : 0;
    }

    /** How many ends of holds, and holds to be undone, wait. */
    int waiting() {
        return waiting;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    private static boolean isOfACaller(Unsent each) {
        return each instanceof Unsent.Settling || each instanceof Unsent.Undoing;
    }
}
