package io.leadfactory.perf.measure;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Times of one kind as they are recorded: how many there are of each to three significant digits, with exact extremes and
 * sum. For one thread.
 *
 * <p>The buckets are those of HdrHistogram at three digits, one nanosecond wide up to 2,047 and then 1,024 for each
 * doubling, and are there from the start for all times up to an hour. Recording is an increment in an array; the library's
 * histogram is made of it when all is over.
 */
final class Times {
    private static final long LONGEST = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    /** How many binary digits a bucket's place within its doubling has. */
    private static final int BITS = 10;

    private static final int DOUBLING = 1 << BITS;
    private static final int DOUBLINGS_OF_AN_HOUR = 33;
    private static final int DOUBLINGS = Long.SIZE - BITS;
    /** What is not above this has a bucket of its own. */
    private static final long FINEST = 2 * DOUBLING - 1;

    private static final int ZEROS_OF_FINEST = Long.numberOfLeadingZeros(FINEST);

    private long[] counts = new long[DOUBLINGS_OF_AN_HOUR * DOUBLING];
    private long min = Long.MAX_VALUE;
    private long max;
    // Two hundred and ninety-two years of one user's time.
    private long sum;
    private double others;

    void record(long nanos) {
        long time = Math.max(0, nanos);
        count(time, 1);
        include(time, time, time);
    }

    /** Counts a time that is not negative, without its part in the extremes and the sum, which are to be included. */
    void count(long time, long number) {
        int bucket = bucket(time);
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, DOUBLINGS * DOUBLING);
        }
        counts[bucket] += number;
    }

    /** Includes the extremes and the sum of times that were counted. */
    void include(long least, long most, long total) {
        min = Math.min(min, least);
        max = Math.max(max, most);
        sum += total;
    }

    double sum() {
        return sum + others;
    }

    void add(Times other) {
        if (other.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, other.counts.length);
        }
        for (int bucket = 0; bucket < other.counts.length; bucket++) {
            counts[bucket] += other.counts[bucket];
        }
        include(other.min, other.max, other.sum);
        others += other.others;
    }

    void add(Distribution other) {
        if (other.samples() > 0) {
            other.forEach(this::count);
            include(other.min().toNanos(), other.max().toNanos(), 0);
            others += other.sum();
        }
    }

    Distribution distribution() {
        return Distribution.of(histogram(), min == Long.MAX_VALUE ? 0 : min, max, sum());
    }

    /** Returns the library's histogram of the same times. */
    Histogram histogram() {
        Histogram histogram = new Histogram(LONGEST, DIGITS);
        for (int bucket = 0; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0) {
                // Beyond an hour the shape no longer matters; the maximum and the sum stay exact.
                histogram.recordValueWithCount(Math.min(LONGEST, lowest(bucket)), counts[bucket]);
            }
        }
        return histogram;
    }

    /** Each leading zero less than the finest has doubles the buckets' width. */
    private static int bucket(long time) {
        int doublings = ZEROS_OF_FINEST - Long.numberOfLeadingZeros(time | FINEST);
        return (doublings << BITS) + (int) (time >>> doublings);
    }

    /** Returns the shortest time of a bucket. */
    private static long lowest(int bucket) {
        int doublings = Math.max(0, (bucket >> BITS) - 1);
        return (long) (bucket - (doublings << BITS)) << doublings;
    }
}
