package io.leadfactory.perf.run;

import java.util.concurrent.atomic.AtomicLong;

/**
 * By which a user's thread shows whether it is inside foreign code, and that it gets on: odd inside, even outside, and two
 * more for each operation. Written by one thread without a fence, read by the one that looks for hangs.
 */
final class Pulse {
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();

    void begin() {
        turns.lazySet(turns.getPlain() + 1);
    }

    void end() {
        turns.lazySet(turns.getPlain() + 1);
    }

    /** Counts an operation, which is also a sign of life. */
    void count() {
        operations.lazySet(operations.getPlain() + 1);
    }

    /** Returns how many operations were counted, for the thread that counts. */
    long counted() {
        return operations.getPlain();
    }

    long operations() {
        return operations.get();
    }

    long beats() {
        return turns.get() + 2 * operations.get();
    }

    static boolean isInside(long beats) {
        return (beats & 1) == 1;
    }
}
