package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Estimate;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges one level of a sweep against its lowest. Thread-safe.
 *
 * <p>Slow-down and efficiency are ratios from the same rounds, with an interval by their scatter over the rounds. The cores'
 * floor is that of {@link Degradation}; if the lowest level has more than one user, its own floor is divided by.
 */
public final class Scaling {
    private Scaling() {}

    /**
     * Takes a figure from one level.
     *
     * @param sweep what was measured
     * @param users the level
     * @param metric {@link Metric#DEGRADATION}, {@link Metric#RAW_DEGRADATION}, {@link Metric#EFFICIENCY}, or one that a
     *     measurement has
     * @return the figure; unknown if there is nothing to compare, or the floor is wanted and the CPU share not known
     * @throws IllegalArgumentException if the level was not measured, or a measurement does not have the metric
     */
    public static Figure figure(SweepMeasurement sweep, int users, Metric metric) {
        SweepLevel level = sweep.level(users);
        SweepLevel lowest = sweep.levels().get(0);
        long samples =
                Math.min(level.measurement().samples(), lowest.measurement().samples());
        if (metric.equals(Metric.EFFICIENCY)) {
            return figure(metric, sweep.efficiency(users), 1, samples);
        }
        if (metric.equals(Metric.RAW_DEGRADATION)) {
            return figure(metric, sweep.slowDown(users), 1, samples);
        }
        if (metric.equals(Metric.DEGRADATION)) {
            return figure(metric, sweep.slowDown(users), overLowest(sweep, users), samples);
        }
        return Judge.figure(level.measurement(), metric);
    }

    private static double overLowest(SweepMeasurement sweep, int users) {
        return floor(sweep, users) / floor(sweep, sweep.levels().get(0).users());
    }

    private static double floor(SweepMeasurement sweep, int users) {
        double share = sweep.levels().get(0).measurement().cpuShare();
        return Math.max(1, users * share / sweep.cores());
    }

    private static Figure figure(Metric metric, Optional<Estimate> ratio, double divisor, long samples) {
        if (ratio.isEmpty() || Double.isNaN(divisor)) {
            return Figure.exact(metric, Double.NaN, samples);
        }
        Estimate estimate = ratio.get();
        return new Figure(
                metric,
                estimate.value() / divisor,
                estimate.interval().low() / divisor,
                estimate.interval().high() / divisor,
                samples);
    }

    /**
     * Judges one level.
     *
     * @param sweep what was measured
     * @param users the level
     * @param limits limits on {@link Metric#DEGRADATION}, {@link Metric#RAW_DEGRADATION}, {@link Metric#EFFICIENCY}, or on
     *     metrics that a measurement has
     * @return one finding for each limit, and one more for unexpected errors of this level or the lowest without a limit
     * @throws IllegalArgumentException if the level was not measured, or a measurement does not have a limit's metric
     */
    public static Judgement judge(SweepMeasurement sweep, int users, List<Limit> limits) {
        SweepLevel level = sweep.level(users);
        List<Limit> own = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Limit limit : limits) {
            if (isOfScaling(limit.metric())) {
                findings.add(find(sweep, users, limit));
            } else {
                own.add(limit);
            }
        }
        for (Finding finding : Judge.judge(level.measurement(), own).findings()) {
            findings.add(MachineRule.apply(level, finding));
        }
        List<Throwable> firstErrors = new ArrayList<>(level.measurement().firstErrors());
        Measurement lowest = sweep.levels().get(0).measurement();
        if (own.size() < limits.size() && level.measurement() != lowest) {
            // A ratio to a level that failed says nothing.
            Judgement ofLowest = Judge.judge(lowest, List.of());
            for (Finding finding : ofLowest.findings()) {
                findings.add(at(lowest.users(), finding));
                firstErrors.addAll(lowest.firstErrors());
            }
        }
        return new Judgement(sweep.scenario(), findings, facts(sweep, level), firstErrors);
    }

    private static Finding find(SweepMeasurement sweep, int users, Limit limit) {
        double divisor = limit.metric().equals(Metric.DEGRADATION) ? overLowest(sweep, users) : 1;
        return Significance.of(sweep, users, divisor, Judge.judge(figure(sweep, users, limit.metric()), limit));
    }

    private static Finding at(int users, Finding finding) {
        return new Finding(
                finding.limit(),
                finding.figure(),
                finding.verdict(),
                "at " + users + (users == 1 ? " user: " : " users: ") + finding.reason(),
                finding.pValue());
    }

    /**
     * Returns whether a metric compares a level of a sweep with its lowest, which a measurement alone does not have.
     *
     * @param metric the metric
     * @return true for {@link Metric#EFFICIENCY}, {@link Metric#DEGRADATION} and {@link Metric#RAW_DEGRADATION}
     */
    public static boolean isOfScaling(Metric metric) {
        return metric.equals(Metric.EFFICIENCY)
                || metric.equals(Metric.DEGRADATION)
                || metric.equals(Metric.RAW_DEGRADATION);
    }

    private static Facts facts(SweepMeasurement sweep, SweepLevel level) {
        Facts facts = Facts.none()
                .and("rounds", Integer.toString(level.rounds().size()))
                .and("scaling law", sweep.describeLaw());
        if (!level.holdsLittlesLaw()) {
            facts = facts.and(
                    "Little's law",
                    "violated: throughput and times account for " + Unit.RATIO.render(level.accountedUsers()) + " of "
                            + level.users() + " users");
        }
        return facts.and(Facts.of(level.measurement()));
    }
}
