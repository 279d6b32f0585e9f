package io.leadfactory.perf.measure;

import java.util.Arrays;

/**
 * The sign test of the median of values that were measured one after the other, by the normal approximation: the interval of
 * order statistics, and how far a value lies outside. Its variance is stretched by how much neighbours lie on the same side of
 * the median, with Bartlett's weights up to a group. Immutable.
 *
 * <p>A value counts for the median's other side if it lies on the value that is asked about, and the rank is rounded outwards,
 * so for few values the approximation is on the safe side of the binomial distribution.
 */
final class SignTest {
    private final double[] sorted;
    private final double median;
    private final double error;

    private SignTest(double[] sorted, double median, double error) {
        this.sorted = sorted;
        this.median = median;
        this.error = error;
    }

    /** Tests at least three values, whose neighbours within a group may depend on each other. */
    static SignTest of(double[] values, int group) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new SignTest(sorted, median, Math.sqrt(values.length * variance(values, median, group)));
    }

    /** The variance of one sign, from a quarter upwards. A value on the median itself is on no side. */
    private static double variance(double[] values, double median, int group) {
        int n = values.length;
        double[] sides = Arrays.stream(values)
                .map(value -> Math.signum(value - median) / 2)
                .toArray();
        double variance = 0.25;
        for (int lag = 1; lag < group; lag++) {
            double together = 0;
            for (int i = lag; i < n; i++) {
                together += sides[i] * sides[i - lag];
            }
            variance += 2 * (1 - (double) lag / group) * together / n;
        }
        return Math.max(0.25, variance);
    }

    /** Returns how many standard errors from the median the outermost values lie. */
    private double most() {
        return (sorted.length / 2.0 - 1) / error;
    }

    /**
     * Returns the interval that reaches so many standard errors to each side. Where that is beyond the outermost values, it
     * goes on in proportion: they alone would promise more than so few values keep.
     */
    Interval interval(double errors) {
        int n = sorted.length;
        if (errors > most()) {
            double times = errors / most();
            return new Interval(median - times * (median - sorted[0]), median + times * (sorted[n - 1] - median));
        }
        int lower = Math.max(1, (int) Math.floor(n / 2.0 - errors * error));
        return new Interval(sorted[lower - 1], sorted[n - lower]);
    }

    /**
     * Returns how many standard errors a value lies from the median, 0 on it. They are at least as many as asked if, and only
     * if, {@link #interval} with as many leaves the value out; where the signs cannot say as much, they are no more.
     */
    double away(double value, double errors) {
        if (value == median) {
            return 0;
        }
        boolean below = value < median;
        double outermost = below ? sorted[0] : sorted[sorted.length - 1];
        if (errors > most() && (below ? value < outermost : value > outermost)) {
            double reach = Math.abs(outermost - median);
            double times = reach == 0 ? Double.POSITIVE_INFINITY : Math.abs(value - median) / reach;
            return Math.min(errors, times * most());
        }
        long beyond = Arrays.stream(sorted)
                .filter(one -> below ? one <= value : one >= value)
                .count();
        return Math.max(0, (sorted.length / 2.0 - beyond - 1) / error);
    }
}
