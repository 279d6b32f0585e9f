package io.leadfactory.perf.run;

import java.util.concurrent.atomic.AtomicLong;

/**
 * By which a user's thread shows whether it is inside foreign code: odd inside, even outside. Written by one thread without a
 * fence, read by the one that looks for hangs.
 */
final class Pulse {
    private final AtomicLong beats = new AtomicLong();

    void begin() {
        beats.lazySet(beats.getPlain() + 1);
    }

    void end() {
        beats.lazySet(beats.getPlain() + 1);
    }

    long beats() {
        return beats.get();
    }

    static boolean isInside(long beats) {
        return (beats & 1) == 1;
    }
}
