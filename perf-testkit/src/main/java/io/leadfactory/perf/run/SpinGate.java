package io.leadfactory.perf.run;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A gate that lets its users go at almost the same instant: it spins while each has a core, and parks when one is late, so
 * that it does not take the core from whom it waits for. Thread-safe.
 *
 * <p>Not by yields: on a busy machine two threads that yield to each other share one core for ever, and never run at the same
 * time. One that was parked is put on a core anew when it is woken.
 */
final class SpinGate {
    /** Longs between two users' marks, so that no two share a cache line or the one fetched beside it. */
    private static final int STRIDE = 16;

    private static final int SPINS = 1_000;
    /** Only until somebody looks whether the run was stopped: whoever arrives wakes whom it finds parked. */
    private static final long PARK_NANOS = 20_000_000;

    private final Crew crew;
    private final int users;
    private final int spins;
    private final AtomicLongArray arrived;
    private final AtomicReferenceArray<Thread> parked;

    SpinGate(Crew crew, int users) {
        this.crew = crew;
        this.users = users;
        this.spins = users <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
        this.arrived = new AtomicLongArray((users + 1) * STRIDE);
        this.parked = new AtomicReferenceArray<>(users);
    }

    /** Waits until everybody has arrived at a turn; turns are numbered from 1 up. */
    void await(int user, long turn) throws InterruptedException {
        // Volatile on both sides: either the sleeper sees the mark, or this one sees the sleeper.
        arrived.set((user + 1) * STRIDE, turn);
        for (int other = 0; other < users; other++) {
            Thread sleeper = parked.get(other);
            if (sleeper != null) {
                LockSupport.unpark(sleeper);
            }
        }
        for (int other = 0; other < users; other++) {
            if (arrived.get((other + 1) * STRIDE) < turn) {
                awaitOne(user, other, turn);
            }
        }
    }

    private void awaitOne(int user, int other, long turn) throws InterruptedException {
        int mark = (other + 1) * STRIDE;
        for (int spin = 0; spin < spins; spin++) {
            if (arrived.getAcquire(mark) >= turn) {
                return;
            }
            Thread.onSpinWait();
        }
        parked.set(user, Thread.currentThread());
        try {
            while (arrived.get(mark) < turn) {
                crew.checkCancelled();
                LockSupport.parkNanos(this, PARK_NANOS);
            }
        } finally {
            parked.set(user, null);
        }
    }
}
