package io.leadfactory.perf.measure;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Times of one kind as they are recorded: how many there are of each to three significant digits, with exact extremes and
 * sum. For one thread.
 *
 * <p>The buckets are those of HdrHistogram at three digits, one nanosecond wide up to 2,047 and then 1,024 for each
 * doubling, in pages that are there from the start for all times up to an hour. Recording is an increment in an array; the
 * library's histogram is made of it when all is over.
 */
final class Times {
    private static final long LONGEST = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int PAGES = Long.SIZE - PAGE_BITS;
    // A time below 2,048 has at least so many leading zeros; each one less doubles the buckets' width.
    private static final int ZEROS = Long.SIZE - PAGE_BITS - 1;

    private static final int PAGES_OF_AN_HOUR = 33;

    private final long[] @Nullable [] pages = new long[PAGES][];
    private long min = Long.MAX_VALUE;
    private long max;
    // Two hundred and ninety-two years of one user's time.
    private long sum;
    private double others;

    Times() {
        for (int page = 0; page < PAGES_OF_AN_HOUR; page++) {
            pages[page] = new long[PAGE];
        }
    }

    void record(long nanos) {
        long time = Math.max(0, nanos);
        count(time, 1);
        min = Math.min(min, time);
        max = Math.max(max, time);
        sum += time;
    }

    /** Records a time whose maximum and sum somebody else keeps, to {@link #include} them later. */
    void tally(long nanos) {
        long time = Math.max(0, nanos);
        count(time, 1);
        min = Math.min(min, time);
    }

    double sum() {
        return sum + others;
    }

    private void count(long time, long number) {
        int doublings = Math.max(0, ZEROS - Long.numberOfLeadingZeros(time));
        int bucket = (doublings << PAGE_BITS) + (int) (time >>> doublings);
        long[] page = pages[bucket >> PAGE_BITS];
        if (page == null) {
            page = new long[PAGE];
            pages[bucket >> PAGE_BITS] = page;
        }
        page[bucket & (PAGE - 1)] += number;
    }

    void add(Times other) {
        for (int index = 0; index < PAGES; index++) {
            long[] theirs = other.pages[index];
            if (theirs != null) {
                long[] page = pages[index];
                if (page == null) {
                    pages[index] = theirs.clone();
                } else {
                    for (int slot = 0; slot < PAGE; slot++) {
                        page[slot] += theirs[slot];
                    }
                }
            }
        }
        include(other.min, other.max, other.sum + other.others);
    }

    void add(Distribution other) {
        if (other.samples() > 0) {
            other.forEach(this::count);
            include(other.min().toNanos(), other.max().toNanos(), other.sum());
        }
    }

    void include(long least, long most, double total) {
        min = Math.min(min, least);
        max = Math.max(max, most);
        others += total;
    }

    Distribution distribution() {
        Histogram histogram = new Histogram(LONGEST, DIGITS);
        for (int index = 0; index < PAGES; index++) {
            long[] page = pages[index];
            if (page != null) {
                for (int slot = 0; slot < PAGE; slot++) {
                    if (page[slot] > 0) {
                        // Beyond an hour the shape no longer matters; the maximum and the sum stay exact.
                        histogram.recordValueWithCount(Math.min(LONGEST, lowest(index, slot)), page[slot]);
                    }
                }
            }
        }
        return Distribution.of(histogram, min == Long.MAX_VALUE ? 0 : min, max, sum + others);
    }

    private static long lowest(int index, int slot) {
        int doublings = Math.max(0, index - 1);
        return (((long) index << PAGE_BITS) + slot - ((long) doublings << PAGE_BITS)) << doublings;
    }
}
