package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import java.util.Arrays;
import java.util.Random;

/**
 * How two operations compare: the median of the ratios of neighbouring blocks, with a 95 % interval. For one seed the interval
 * is always the same.
 *
 * <p>The interval is the wider at each end of two. One is a bootstrap over groups of eight neighbouring pairs, so that what
 * moves neighbours together widens the interval as it must; alone it is far too narrow for few pairs (at 20 it covers three
 * quarters of what it promises). The other is that of order statistics, by the normal approximation of the sign test, whose
 * variance is stretched by how much neighbours lie on the same side of the median, over seven lags with Bartlett's weights.
 * By simulation both together cover 97 % and more of independent pairs at any number, and 92 % and more of pairs whose
 * neighbours correlate by a half.
 */
public final class Ratio {
    private static final int GROUP = 8;
    private static final double Z_95 = 1.959964;
    private static final int RESAMPLES = 2_000;

    private Ratio() {}

    /**
     * Computes the ratio of candidate to reference.
     *
     * @param measurement at least 20 pairs
     * @return a figure of {@link Metric#OVERHEAD}: above 1 if the candidate is slower; unknown if a block was too short for
     *     the clock
     * @throws IllegalArgumentException if there are fewer than 20 pairs
     */
    public static Figure of(PairedMeasurement measurement) {
        double[] ratios = measurement.pairs().stream().mapToDouble(Pair::ratio).toArray();
        if (ratios.length < Comparison.FEWEST_PAIRS) {
            throw new IllegalArgumentException("the ratio of \"" + measurement.scenario() + "\" needs at least "
                    + Comparison.FEWEST_PAIRS + " pairs: " + ratios.length);
        }
        if (!Arrays.stream(ratios).allMatch(Double::isFinite)) {
            return Figure.exact(Metric.OVERHEAD, Double.NaN, ratios.length);
        }
        Random random = new Random(measurement.seed());
        double[] medians = new double[RESAMPLES];
        double[] drawn = new double[ratios.length];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            for (int filled = 0; filled < drawn.length; filled += GROUP) {
                int from = random.nextInt(ratios.length - GROUP + 1);
                System.arraycopy(ratios, from, drawn, filled, Math.min(GROUP, drawn.length - filled));
            }
            medians[resample] = median(drawn);
        }
        Arrays.sort(medians);
        int tail = (int) Math.round(RESAMPLES * (1 - Judge.CONFIDENCE) / 2);
        double[] sorted = ratios.clone();
        Arrays.sort(sorted);
        double median = median(ratios);
        int lower = lowerRank(ratios, median);
        return new Figure(
                Metric.OVERHEAD,
                median,
                Math.min(medians[tail], sorted[lower - 1]),
                Math.max(medians[RESAMPLES - 1 - tail], sorted[sorted.length - lower]),
                ratios.length);
    }

    /** Returns the rank of the lower end by order statistics, counted from 1; the upper end is its mirror image. */
    private static int lowerRank(double[] ratios, double median) {
        int n = ratios.length;
        double[] sides =
                Arrays.stream(ratios).map(ratio -> ratio > median ? 0.5 : -0.5).toArray();
        double variance = 0.25;
        for (int lag = 1; lag < GROUP; lag++) {
            double together = 0;
            for (int i = lag; i < n; i++) {
                together += sides[i] * sides[i - lag];
            }
            variance += 2 * (1 - (double) lag / GROUP) * together / n;
        }
        double reach = Z_95 * Math.sqrt(n * Math.max(0.25, variance));
        return Math.max(1, (int) Math.floor(n / 2.0 - reach));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
