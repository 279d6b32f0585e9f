package io.leadfactory.suite.benchmark.kit.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** The operations that every tool measures, the same code for each. For one thread. */
public final class Work {
    private static final byte[] PAGE = new byte[128 * 1024];
    private static final CRC32 SUM = new CRC32();
    private static final List<Long> TRUTH = new ArrayList<>();
    private static long call;

    private Work() {}

    /** Does nothing. */
    public static void nothing() {}

    /**
     * Works on the CPU, for some tens of microseconds.
     *
     * @return a sum that nobody needs
     */
    public static long busy() {
        SUM.update(PAGE);
        return SUM.getValue();
    }

    /** Spins for 1 ms in 93 of 100 calls, 10 ms in 5 and 50 ms in 2, in a fixed order, and takes down what it really took. */
    public static void mixture() {
        long place = call++ * 37 % 100;
        long nanos = place < 93 ? 1_000_000 : place < 98 ? 10_000_000 : 50_000_000;
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < nanos) {
            Thread.onSpinWait();
            now = System.nanoTime();
        }
        TRUTH.add(now - begin);
    }

    /** Forgets what the mixture took, as at the end of a warm-up. */
    static void forget() {
        TRUTH.clear();
    }

    /** Returns mean, 95th and 99th percentile of what the mixture really took since it was forgotten, in milliseconds. */
    static double[] truth() {
        return summary(TRUTH.stream().mapToLong(Long::longValue).toArray());
    }

    private static double[] summary(long[] nanos) {
        Arrays.sort(nanos);
        return new double[] {
            Arrays.stream(nanos).average().orElse(Double.NaN) / 1e6, rank(nanos, 0.95) / 1e6, rank(nanos, 0.99) / 1e6
        };
    }

    private static double rank(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
