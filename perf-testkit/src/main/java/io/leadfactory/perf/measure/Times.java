package io.leadfactory.perf.measure;

import org.HdrHistogram.Histogram;

/** Times of one kind as they are recorded: a histogram of fixed size, with exact extremes and sum. For one thread. */
final class Times {
    private static final long LONGEST = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST, DIGITS);
    private long min = Long.MAX_VALUE;
    private long max;
    private double sum;

    void record(long nanos) {
        long time = Math.max(0, nanos);
        // Beyond an hour the shape no longer matters; the maximum and the sum stay exact.
        histogram.recordValue(Math.min(time, LONGEST));
        min = Math.min(min, time);
        max = Math.max(max, time);
        sum += time;
    }

    void add(Times other) {
        histogram.add(other.histogram);
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sum += other.sum;
    }

    void add(Distribution other) {
        if (other.samples() > 0) {
            other.forEach((nanos, count) -> histogram.recordValueWithCount(Math.min(nanos, LONGEST), count));
            min = Math.min(min, other.min().toNanos());
            max = Math.max(max, other.max().toNanos());
            sum += other.sum();
        }
    }

    Distribution distribution() {
        return Distribution.of(histogram, min == Long.MAX_VALUE ? 0 : min, max, sum);
    }
}
