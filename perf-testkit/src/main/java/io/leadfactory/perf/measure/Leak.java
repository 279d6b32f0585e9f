package io.leadfactory.perf.measure;

import java.util.Arrays;

/**
 * How many bytes of heap each operation leaves behind for good: the median of the slopes of all pairs of cycles (Theil and
 * Sen), over operations, not over cycles, with exact intervals by Kendall's statistic. Immutable.
 *
 * <p>To find a leak takes more than to rule one out, because a JVM that still warms up also grows: a leak is certain if the
 * bound of 99.9 % confidence is above the tolerance, and if the later half of the cycles alone grows as well.
 *
 * @param bytesPerOperation the slope; not a number below two cycles with operations in between
 * @param low the lower end of the slope's 95 % interval; not a number if there are too few cycles
 * @param high the upper end of the slope's 95 % interval; not a number if there are too few cycles
 * @param certainLow below which the slope lies with a probability of 0.1 % at most; not a number if there are too few cycles
 * @param laterHalf the slope of the later half of the cycles
 * @param cycles how many cycles it rests on
 */
public record Leak(double bytesPerOperation, double low, double high, double certainLow, double laterHalf, int cycles) {
    /** How many bytes an operation may leave behind before that is called a leak: less than a node of a map. */
    public static final double TOLERANCE = 16;

    private static final double TAIL_95 = 0.025;
    private static final double TAIL_CERTAIN = 0.001;

    /**
     * Finds what operations leave behind.
     *
     * @param trend the heap after each cycle's forced collection
     * @return the slope over the kept cycles; without numbers if there is no work between two of them
     */
    public static Leak of(MemoryTrend trend) {
        int n = trend.kept().size();
        double[] operations = operations(trend);
        double[] heap = heap(trend);
        double[] slopes = slopes(operations, heap, 0);
        return new Leak(
                median(slopes),
                ranked(slopes, Kendall.rank(n, TAIL_95)),
                fromTheEnd(slopes, Kendall.rank(n, TAIL_95)),
                ranked(slopes, Kendall.rank(n, TAIL_CERTAIN)),
                median(slopes(operations, heap, n / 2)),
                n);
    }

    /** Returns how likely a slope so far from a limit is, on the side where it lies, if the true one is the limit. */
    static double likelihood(MemoryTrend trend, double limit) {
        return Kendall.tail(
                slopes(operations(trend), heap(trend), 0), trend.kept().size(), limit);
    }

    /** How many operations had begun by the end of each kept cycle. */
    private static double[] operations(MemoryTrend trend) {
        double[] operations = new double[trend.kept().size()];
        double sum = 0;
        for (int i = 0; i < operations.length; i++) {
            MemoryTrend.Cycle cycle = trend.kept().get(i);
            sum += (double) (cycle.operations() + cycle.errors());
            operations[i] = sum;
        }
        return operations;
    }

    private static double[] heap(MemoryTrend trend) {
        return trend.kept().stream().mapToDouble(MemoryTrend.Cycle::heapBytes).toArray();
    }

    /**
     * Returns whether there is a leak beyond doubt.
     *
     * @param tolerance bytes that an operation may leave behind
     * @return true if it certainly leaves more, to the end
     */
    public boolean isAbove(double tolerance) {
        return certainLow > tolerance && laterHalf > tolerance;
    }

    /**
     * Returns whether there is no leak.
     *
     * @param tolerance bytes that an operation may leave behind
     * @return true if the whole 95 % interval is not above it
     */
    public boolean isWithin(double tolerance) {
        return high <= tolerance;
    }

    /** The sorted slopes of all pairs from a place on; empty if one is unknown. */
    private static double[] slopes(double[] operations, double[] heap, int from) {
        int n = heap.length - from;
        double[] slopes = new double[n * (n - 1) / 2];
        int size = 0;
        for (int i = from; i < heap.length; i++) {
            for (int j = i + 1; j < heap.length; j++) {
                double slope = (heap[j] - heap[i]) / (operations[j] - operations[i]);
                if (Double.isNaN(slope) || Double.isInfinite(slope)) {
                    return new double[0];
                }
                slopes[size++] = slope;
            }
        }
        Arrays.sort(slopes);
        return slopes;
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static double ranked(double[] sorted, int rank) {
        return sorted.length == 0 || rank == 0 ? Double.NaN : sorted[rank - 1];
    }

    private static double fromTheEnd(double[] sorted, int rank) {
        return sorted.length == 0 || rank == 0 ? Double.NaN : sorted[sorted.length - rank];
    }
}
