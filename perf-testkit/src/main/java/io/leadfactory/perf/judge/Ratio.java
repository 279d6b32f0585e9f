package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.RatioInterval;
import java.util.Arrays;
import java.util.List;

/**
 * How two operations compare: the median of the ratios of neighbouring blocks, with an interval. For one seed the interval is
 * always the same.
 *
 * <p>The interval is that of {@link RatioInterval}. By simulation it covers 97 % and more of independent pairs at any
 * number, and 92 % and more of pairs whose neighbours correlate by a half. A comparison with a {@link SequentialPlan} has
 * the interval of its last look over {@linkplain PairedMeasurement#quadRatios pairs by twos}, and as all its looks hold
 * together at 99 %, that is the confidence it is shown with. Where saved jars were loaded several times, it is the mean of
 * the loads' medians with Student's interval; beside an operation of the class path, which was compiled once, with that of one
 * more load.
 */
public final class Ratio {
    private Ratio() {}

    /**
     * Computes the ratio of candidate to reference.
     *
     * @param measurement at least 20 pairs, unless it has a plan
     * @return a figure of {@link Metric#OVERHEAD}: above 1 if the candidate is slower; unknown if a block was too short for
     *     the clock, or the budget of a plan too short for 40 pairs
     * @throws IllegalArgumentException if there are fewer than 20 pairs and no plan
     */
    public static Figure of(PairedMeasurement measurement) {
        double[] ratios = measurement.ratios();
        boolean planned = measurement.plan().isPresent();
        if (ratios.length < Comparison.FEWEST_PAIRS
                && !planned
                && !measurement.loads().areSeveral()) {
            throw new IllegalArgumentException("the ratio of \"" + measurement.scenario() + "\" needs at least "
                    + Comparison.FEWEST_PAIRS + " pairs: " + ratios.length);
        }
        List<Look> looks = measurement.looks();
        double[] loads = measurement.loadRatios();
        boolean several = measurement.loads().areSeveral();
        if (!Arrays.stream(ratios).allMatch(ratio -> ratio > 0 && Double.isFinite(ratio))
                || (planned && looks.isEmpty())
                || (several && loads.length < Comparison.FEWEST_LOADS)) {
            return Figure.exact(Metric.OVERHEAD, Double.NaN, ratios.length);
        }
        if (planned) {
            return figure(looks.get(looks.size() - 1).interval(), 1 - SequentialPlan.ERROR, ratios.length);
        }
        return figure(
                several
                        ? RatioInterval.ofLoads(
                                loads, Judge.CONFIDENCE, measurement.loads().oneSided())
                        : RatioInterval.of(ratios, Judge.CONFIDENCE, measurement.seed()),
                Judge.CONFIDENCE,
                ratios.length);
    }

    private static Figure figure(RatioInterval interval, double confidence, int pairs) {
        return new Figure(Metric.OVERHEAD, interval.median(), interval.low(), interval.high(), pairs, confidence);
    }
}
