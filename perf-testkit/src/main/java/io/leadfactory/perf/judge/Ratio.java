package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import java.util.Arrays;
import java.util.Random;

/**
 * How two operations compare: the median of the ratios of neighbouring blocks, with a 95 % interval by a bootstrap over
 * groups of eight neighbouring pairs, so that what moves neighbours together widens the interval as it must. For one seed
 * the interval is always the same.
 */
public final class Ratio {
    private static final int GROUP = 8;
    private static final int RESAMPLES = 2_000;

    private Ratio() {}

    /**
     * Computes the ratio of candidate to reference.
     *
     * @param measurement at least 20 pairs
     * @return a figure of {@link Metric#OVERHEAD}: above 1 if the candidate is slower
     * @throws IllegalArgumentException if there are fewer than 20 pairs
     */
    public static Figure of(PairedMeasurement measurement) {
        double[] ratios = measurement.pairs().stream().mapToDouble(Pair::ratio).toArray();
        if (ratios.length < 20) {
            throw new IllegalArgumentException(
                    "the ratio of \"" + measurement.scenario() + "\" needs at least 20 pairs: " + ratios.length);
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
        return new Figure(Metric.OVERHEAD, median(ratios), medians[tail], medians[RESAMPLES - 1 - tail], ratios.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
