package io.leadfactory.budget.forecast;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Ways on from what was observed, by a circular block bootstrap (Politis and Romano 1992). For one thread.
 *
 * <p>Each way first draws another history, as the one observed could have been, in blocks of three intervals, so that bursts
 * stay together; then it goes on by drawing from that history until the room is spent. So the spread has both parts: how
 * little the observed rate says about the true one, and how unevenly money is spent. After twenty times the observed time
 * the second part has evened out, and the drawn history's rate does the rest. A normal interval around the rate was
 * rejected: with bursts it reaches below zero. The seed is fixed: the same question has the same answer.
 */
final class Paths {
    /** Later than anything. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long SEED = 0x1eadfac7;
    private static final int PATHS = 1000;
    private static final int BLOCK = 3;
    private static final int TIMES_OBSERVED = 20;

    private final long[] observed;
    private final long intervalNanos;
    private final long room;
    private final long horizonNanos;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** From intervals of so many nanoseconds, until so much room is spent or so much time has passed. */
    Paths(long[] observed, long intervalNanos, long room, long horizonNanos) {
        this.observed = observed;
        this.intervalNanos = intervalNanos;
        this.room = room;
        this.horizonNanos = horizonNanos;
    }

    /** After how many nanoseconds each way has spent the room, the soonest first. */
    long[] sorted() {
        long[] ends = new long[PATHS];
        for (int path = 0; path < PATHS; path++) {
            ends[path] = walk(history());
        }
        Arrays.sort(ends);
        return ends;
    }

    private long[] history() {
        long[] drawn = new long[observed.length];
        int start = 0;
        for (int i = 0; i < drawn.length; i++) {
            if (i % BLOCK == 0) {
                start = random.nextInt(drawn.length);
            }
            drawn[i] = observed[(start + i % BLOCK) % drawn.length];
        }
        return drawn;
    }

    private long walk(long[] history) {
        long steps = (long) TIMES_OBSERVED * history.length;
        long spent = 0;
        int start = 0;
        for (int step = 0; step < steps; step++) {
            if (step * intervalNanos >= horizonNanos) {
                return NEVER;
            }
            if (step % BLOCK == 0) {
                start = random.nextInt(history.length);
            }
            long next = history[(start + step % BLOCK) % history.length];
            long left = Exact.add(room, -spent);
            if (next > 0 && next >= left) {
                return step * intervalNanos + Exact.share(intervalNanos, left, next);
            }
            spent = Exact.add(spent, next);
        }
        long sum = Exact.sum(history);
        long rest = sum <= 0 ? NEVER : Exact.share(intervalNanos * history.length, Exact.add(room, -spent), sum);
        return Exact.add(steps * intervalNanos, rest);
    }
}
