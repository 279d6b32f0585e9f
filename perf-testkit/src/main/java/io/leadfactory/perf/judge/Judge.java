package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds figures against limits. Thread-safe.
 *
 * <p>The rule for a figure with a 95 % interval, said for a limit "below": PASS if the whole interval is below the limit;
 * FAIL if the figure and the whole interval are not; INCONCLUSIVE if the interval straddles the limit, because another run
 * might as well fall on the other side. A figure that is exact by its nature (a count, a maximum, an elapsed time) has no
 * interval and is compared as it is. A mean or percentile whose sample is too small for an interval is INCONCLUSIVE.
 *
 * <p>Nothing is passed on an empty sample, and nothing is passed beside errors: a measurement with errors that its scenario
 * does not expect gets a failed finding on {@link Metric#ERRORS}, unless the caller states a limit on the errors.
 */
public final class Judge {
    /** The confidence of all intervals but that of a comparison with a plan, which is 99 %. */
    public static final double CONFIDENCE = 0.95;

    private static final String ERRORS_FOUND = "operations failed with errors that the scenario does not expect";

    private Judge() {}

    /**
     * Judges a figure by a limit on the same metric. What would pass without samples, or by an infinite value, is
     * INCONCLUSIVE.
     *
     * @param figure what was measured
     * @param limit what was wanted
     * @return the finding
     * @throws IllegalArgumentException if figure and limit are of two metrics
     */
    public static Finding judge(Figure figure, Limit limit) {
        boolean holds = limit.bound().holds(figure.value(), limit.value());
        if (Double.isNaN(figure.value()) || (holds && Double.isInfinite(figure.value()))) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, "the figure is unknown");
        }
        if (holds && figure.samples() == 0) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, "no samples");
        }
        if (!figure.hasInterval()) {
            return holds
                    ? new Finding(limit, figure, Verdict.PASS, "")
                    : new Finding(limit, figure, Verdict.FAIL, missedBy(figure, limit));
        }
        boolean lowHolds = limit.bound().holds(figure.low(), limit.value());
        boolean highHolds = limit.bound().holds(figure.high(), limit.value());
        if (holds && lowHolds && highHolds) {
            return new Finding(limit, figure, Verdict.PASS, "");
        }
        if (!holds && !lowHolds && !highHolds) {
            return new Finding(limit, figure, Verdict.FAIL, missedBy(figure, limit));
        }
        return new Finding(
                limit,
                figure,
                Verdict.INCONCLUSIVE,
                "the " + figure.renderInterval() + " holds the limit " + limit.render() + ": take more samples");
    }

    /**
     * Judges a measurement.
     *
     * @param measurement what was measured
     * @param limits limits on the kit's metrics of a measurement: mean, percentiles, max, elapsed, throughput, errors
     * @return one finding for each limit, in their order, and one more for unexpected errors without a limit
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(Measurement measurement, Limit... limits) {
        return judge(measurement, List.of(limits));
    }

    /**
     * Judges a measurement.
     *
     * @param measurement what was measured
     * @param limits limits on the kit's metrics of a measurement: mean, percentiles, max, elapsed, throughput, errors
     * @return one finding for each limit, in their order, and one more for unexpected errors without a limit
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(Measurement measurement, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        boolean errorsLimited = false;
        for (Limit limit : limits) {
            findings.add(find(measurement, limit));
            errorsLimited |= limit.metric().equals(Metric.ERRORS);
        }
        if (!errorsLimited && measurement.unexpectedErrors() > 0) {
            findings.add(new Finding(
                    Limit.atMost(Metric.ERRORS, 0), figure(measurement, Metric.ERRORS), Verdict.FAIL, ERRORS_FOUND));
        }
        return new Judgement(measurement.scenario(), findings, Facts.of(measurement), measurement.firstErrors());
    }

    /**
     * Judges a bystander before, during and after another part's fault by the same limits.
     *
     * @param isolation what was measured
     * @param limits limits on the kit's metrics of a measurement
     * @return the findings of each phase, whose reasons say which; and an INCONCLUSIVE one if the broken part was used and
     *     none of its uses failed during the fault
     * @throws IllegalArgumentException if a limit is on a metric that a measurement does not have
     */
    public static Judgement judge(IsolationMeasurement isolation, Limit... limits) {
        return IsolationJudge.judge(isolation, List.of(limits));
    }

    /**
     * Judges what stayed in memory.
     *
     * @param trend what was measured
     * @param limits limits on heap and resident set, growth or trend
     * @return one finding for each limit, in their order, and one more for errors of the work
     * @throws IllegalArgumentException if a limit is on a metric that a memory trend does not have
     */
    public static Judgement judge(MemoryTrend trend, Limit... limits) {
        return judge(trend, List.of(limits));
    }

    /**
     * Judges what stayed in memory.
     *
     * @param trend what was measured
     * @param limits limits on heap and resident set, growth or trend
     * @return one finding for each limit, in their order, and one more for errors of the work
     * @throws IllegalArgumentException if a limit is on a metric that a memory trend does not have
     */
    public static Judgement judge(MemoryTrend trend, List<Limit> limits) {
        List<Finding> findings = new ArrayList<>();
        for (Limit limit : limits) {
            Figure figure = figure(trend, limit.metric());
            if (trend.operations() == 0) {
                findings.add(new Finding(limit, figure, Verdict.INCONCLUSIVE, "no operation succeeded"));
            } else if (limit.metric().equals(Metric.LEAK)) {
                findings.add(Significance.of(trend, LeakRule.judge(trend, figure, limit)));
            } else {
                findings.add(Significance.of(trend, judge(figure, limit)));
            }
        }
        if (trend.errors() > 0) {
            findings.add(new Finding(
                    Limit.atMost(Metric.ERRORS, 0),
                    Figure.exact(Metric.ERRORS, (double) trend.errors(), trend.operations() + trend.errors()),
                    Verdict.FAIL,
                    ERRORS_FOUND));
        }
        return new Judgement(trend.scenario(), findings, Facts.of(trend), trend.firstErrors());
    }

    /**
     * Judges a hunt for a race: FAIL if a round violated the invariant; INCONCLUSIVE if fewer rounds were played than wanted,
     * or the actors were at work at the same time in fewer than 300 rounds, of a stated number of rounds in neither 300 nor
     * a tenth; else PASS, whose reason says how often the race may still strike.
     *
     * @param outcome what was found
     * @return one finding on {@link Metric#VIOLATIONS}
     */
    public static Judgement judge(RaceOutcome outcome) {
        return RaceFinding.judge(outcome);
    }

    /**
     * Takes a figure from a measurement.
     *
     * @param measurement what was measured
     * @param metric mean, a percentile, max, elapsed, throughput, errors, allocation, pauses or a counter
     * @return the figure, with its 95 % interval if it has one; without a value if the sample is too small for it
     * @throws IllegalArgumentException if a measurement does not have the metric
     */
    public static Figure figure(Measurement measurement, Metric metric) {
        long samples = measurement.samples();
        Distribution times = measurement.responseTime();
        return switch (metric.id()) {
            case "mean" -> withInterval(metric, times.meanNanos(), measurement.meanInterval(CONFIDENCE), samples);
            case "max" -> Figure.exact(metric, times.maxNanos(), samples);
            case "elapsed" ->
                Figure.exact(metric, (double) measurement.elapsed().toNanos(), samples);
            case "throughput" -> Figure.exact(metric, measurement.throughput(), samples);
            case "errors" ->
                Figure.exact(metric, (double) measurement.unexpectedErrors(), samples + measurement.errors());
            default ->
                metric.asPercentile().isPresent()
                        ? percentile(metric, times, metric.asPercentile().getAsDouble())
                        : CostFigures.of(measurement, metric);
        };
    }

    /**
     * Takes a figure from a memory trend.
     *
     * @param trend what was measured
     * @param metric heap growth, resident growth, the trend of either, or the leak
     * @return the figure; growth has the 95 % interval of its slope
     * @throws IllegalArgumentException if a memory trend does not have the metric
     */
    public static Figure figure(MemoryTrend trend, Metric metric) {
        return switch (metric.id()) {
            case "heap" -> growth(metric, trend.heap());
            case "resident" -> growth(metric, trend.resident());
            case "heap-trend" -> certain(metric, trend.heap());
            case "resident-trend" -> certain(metric, trend.resident());
            case "leak" -> LeakRule.figure(metric, trend.leak());
            default ->
                throw new IllegalArgumentException("a memory trend has no metric \"" + metric.id()
                        + "\": known are heap, resident, heap-trend, resident-trend, leak");
        };
    }

    private static Finding find(Measurement measurement, Limit limit) {
        Figure figure = figure(measurement, limit.metric());
        if (limit.metric().equals(Metric.ERRORS)) {
            return findErrors(figure, limit);
        }
        if (measurement.samples() == 0) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, "no operation succeeded");
        }
        if (isEstimate(limit.metric()) && !figure.hasInterval()) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, tooSmall(limit.metric(), measurement.samples()));
        }
        if (limit.metric().equals(Metric.ALLOCATED) && measurement.allocation().hasUnseenThreads()) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, CostFigures.UNSEEN_THREADS);
        }
        return MachineRule.apply(measurement, Significance.of(measurement, judge(figure, limit)));
    }

    private static Finding findErrors(Figure figure, Limit limit) {
        if (figure.samples() == 0) {
            return new Finding(limit, figure, Verdict.INCONCLUSIVE, "no operation was run");
        }
        Finding finding = judge(figure, limit);
        return finding.verdict() == Verdict.FAIL ? new Finding(limit, figure, Verdict.FAIL, ERRORS_FOUND) : finding;
    }

    private static boolean isEstimate(Metric metric) {
        return metric.equals(Metric.MEAN) || metric.asPercentile().isPresent();
    }

    private static String tooSmall(Metric metric, long samples) {
        String needed = metric.asPercentile().isPresent()
                ? "needs at least "
                        + Facts.count(
                                Distribution.fewestSamples(metric.asPercentile().getAsDouble(), CONFIDENCE))
                        + " samples"
                : "needs samples from at least two slices of the run's time";
        return "a " + metric.label() + " with a 95 % interval " + needed + ", there are " + Facts.count(samples);
    }

    private static String missedBy(Figure figure, Limit limit) {
        Unit unit = limit.metric().unit();
        double off = Math.abs(figure.value() - limit.value());
        String side = figure.value() > limit.value() ? "above" : figure.value() < limit.value() ? "below" : "on";
        if (side.equals("on")) {
            return "it is on the limit, which must be " + limit.render();
        }
        String share = limit.value() == 0 ? "" : " (" + Unit.RATIO.render(100 * off / limit.value()) + " %)";
        return "it is " + unit.render(off) + share + " " + side + " the limit";
    }

    private static Figure percentile(Metric metric, Distribution times, double percentile) {
        Optional<Interval> interval =
                times.samples() == 0 ? Optional.empty() : times.percentileInterval(percentile, CONFIDENCE);
        double value = interval.isPresent() ? times.percentileNanos(percentile) : Double.NaN;
        return withInterval(metric, value, interval, times.samples());
    }

    /** A growth whose cycles are too few for an interval is unknown, not exact. */
    private static Figure growth(Metric metric, Trend trend) {
        if (Double.isNaN(trend.low())) {
            return Figure.exact(metric, Double.NaN, trend.cycles());
        }
        return new Figure(metric, trend.growth(), trend.growthLow(), trend.growthHigh(), trend.cycles());
    }

    private static Figure certain(Metric metric, Trend trend) {
        return Figure.exact(metric, Math.max(0, trend.low()), trend.cycles());
    }

    private static Figure withInterval(Metric metric, double value, Optional<Interval> interval, long samples) {
        return interval.map(ends -> new Figure(metric, value, ends.low(), ends.high(), samples))
                .orElseGet(() -> Figure.exact(metric, value, samples));
    }
}
