package io.leadfactory.perf.watch;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an operation did in one slice of the window. Thread-safe, without locks.
 *
 * <p>Times are counted in buckets that are an eighth of a power of two wide, from a microsecond to an hour.
 */
final class Slot {
    private static final int STEPS = 8;
    private static final int LOWEST_POWER = 10;
    private static final int POWERS = 32;
    static final int BUCKETS = STEPS * POWERS;

    final long number;
    final LongAdder succeeded = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder nanos = new LongAdder();
    final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

    Slot(long number) {
        this.number = number;
    }

    void add(long time, boolean failure) {
        addMany(failure ? 0 : 1, failure ? 1 : 0, time, time);
        buckets.getAndIncrement(bucket(time));
    }

    void addMany(long good, long bad, long sumNanos, long maxNanos) {
        succeeded.add(good);
        failed.add(bad);
        nanos.add(sumNanos);
        longest.accumulate(maxNanos);
    }

    void addBucketsTo(long[] sums) {
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += buckets.get(i);
        }
    }

    static int bucket(long time) {
        int power = 63 - Long.numberOfLeadingZeros(Math.max(1, time));
        if (power < LOWEST_POWER) {
            return 0;
        }
        int step = (int) (time >>> (power - 3)) & (STEPS - 1);
        return Math.min(BUCKETS - 1, (power - LOWEST_POWER) * STEPS + step);
    }

    /** The middle of a bucket. */
    static double timeOf(int bucket) {
        double base = (double) (1L << (bucket / STEPS + LOWEST_POWER));
        return base * (1 + (bucket % STEPS + 0.5) / STEPS);
    }
}
