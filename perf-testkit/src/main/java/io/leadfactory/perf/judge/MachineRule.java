package io.leadfactory.perf.judge;

import io.leadfactory.perf.judge.Limit.Bound;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.CorrectedTimes;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.SweepLevel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the machine's state does to a finding on an absolute time. Others on a machine only ever make times longer, so a
 * PASS of a limit from above on a time, or from below on the throughput, stands whatever the machine was; a FAIL must not be
 * the machine's. A limit from the other side is judged as it is, because a busy machine helps to keep it:
 *
 * <ol>
 *   <li>Open model: if the generator's own lateness alone is a tenth of the limit, it is INCONCLUSIVE.
 *   <li>Where a reliable correction is there, the corrected times are judged, and the raw figure is told beside them.
 *   <li>If nothing disturbed the run, a FAIL stands.
 *   <li>In a disturbed run a FAIL stands if it would be one without any waiting for a core at all, or if even the fastest
 *       operation is on the wrong side of the limit. Otherwise it is INCONCLUSIVE.
 * </ol>
 *
 * <p>Rejected: to excuse a run whose machine was the limit because of its own users. That is what the load does here; it is
 * told among the facts.
 */
final class MachineRule {
    /** Stands in the reason of each finding that a machine is to blame for. */
    static final String DOUBT = ", but that may be the machine's: ";

    private static final double GENERATOR_SHARE = 0.1;
    private static final double STOLEN = 0.02;
    private static final double LOST = 0.01;

    private final Measurement measurement;
    private final MachineUse machine;
    private final Finding raw;
    private final Metric metric;
    private final Limit limit;

    private MachineRule(Measurement measurement, Finding raw) {
        this.measurement = measurement;
        this.machine = measurement.machine();
        this.raw = raw;
        this.metric = raw.limit().metric();
        this.limit = raw.limit();
    }

    static Finding apply(Measurement measurement, Finding raw) {
        boolean open =
                raw.verdict() == Verdict.PASS || Double.isNaN(raw.figure().value());
        return open || isHelped(raw.limit()) ? raw : new MachineRule(measurement, raw).apply();
    }

    /** A level's rounds are joined, and what disturbed one of them alone is lost in the average of all. */
    static Finding apply(SweepLevel level, Finding found) {
        Metric metric = found.limit().metric();
        boolean time = isTime(metric) || metric.equals(Metric.ELAPSED) || metric.equals(Metric.THROUGHPUT);
        boolean known = !level.measurement().machine().disturbances().isEmpty();
        if (found.verdict() != Verdict.FAIL || !time || isHelped(found.limit()) || known) {
            return found;
        }
        MachineRule rule = new MachineRule(level.measurement(), found);
        return level.rounds().stream()
                .flatMap(round -> round.machine().disturbances().stream())
                .findFirst()
                .filter(disturbance -> !isTime(metric) || !rule.certain())
                .map(disturbance -> rule.doubtful("in one of its rounds " + disturbance))
                .orElse(found);
    }

    /** Returns whether a busy machine helps to keep a limit. */
    private static boolean isHelped(Limit limit) {
        boolean upper = limit.bound() == Bound.BELOW || limit.bound() == Bound.AT_MOST;
        return upper == limit.metric().equals(Metric.THROUGHPUT);
    }

    private Finding apply() {
        if (metric.equals(Metric.ELAPSED) || metric.equals(Metric.THROUGHPUT)) {
            return raw.verdict() == Verdict.FAIL ? whole() : raw;
        }
        if (!isTime(metric)) {
            return raw;
        }
        Optional<String> generator = generator();
        if (raw.verdict() == Verdict.FAIL && generator.isPresent()) {
            return doubtful(generator.get());
        }
        CorrectedTimes corrected =
                measurement.corrected().filter(times -> times.doubt().isEmpty()).orElse(null);
        if (corrected != null) {
            Optional<Figure> figure = figure(corrected);
            if (figure.isPresent()) {
                return byCorrection(corrected, figure.get());
            }
        }
        return raw.verdict() == Verdict.FAIL && !machine.disturbances().isEmpty() && !certain()
                ? doubtful(String.join("; ", machine.disturbances()))
                : raw;
    }

    private Finding byCorrection(CorrectedTimes corrected, Figure figure) {
        Finding found = Significance.of(corrected, Judge.judge(figure, limit));
        if (found.verdict() == Verdict.PASS) {
            return new Finding(
                    limit,
                    figure,
                    Verdict.PASS,
                    "raw " + raw.figure().render() + ", corrected " + figure.render() + ": " + machine.sentence());
        }
        if (raw.verdict() != Verdict.FAIL) {
            return raw;
        }
        String beside = "; corrected " + figure.render() + " for what other processes took";
        if (found.verdict() == Verdict.INCONCLUSIVE) {
            return new Finding(
                    limit,
                    figure,
                    Verdict.INCONCLUSIVE,
                    found.reason() + "; raw " + raw.figure().render());
        }
        if (!disturbedInTheRun() || certain() || without(corrected)) {
            return new Finding(limit, raw.figure(), Verdict.FAIL, raw.reason() + beside, found.pValue());
        }
        return doubtful(String.join("; ", machine.disturbances()) + beside);
    }

    /** A check before the run says less than the run itself, if its waiting was measured. */
    private boolean disturbedInTheRun() {
        return machine.lostShare() >= LOST || stolen();
    }

    private boolean stolen() {
        return machine.host().stealShare() >= STOLEN || machine.host().throttledShare() >= LOST;
    }

    /** Returns whether the limit is missed even without any waiting, on cores that nobody stole. */
    private boolean without(CorrectedTimes corrected) {
        Distribution shortest = corrected.unhindered();
        OptionalDouble percentile = metric.asPercentile();
        if (stolen()) {
            return false;
        }
        if (percentile.isPresent()) {
            return shortest.percentileInterval(percentile.getAsDouble(), Judge.CONFIDENCE)
                    .filter(interval -> !limit.bound().holds(interval.low(), limit.value()))
                    .isPresent();
        }
        double value = metric.equals(Metric.MEAN) ? shortest.meanNanos() : shortest.maxNanos();
        return !limit.bound().holds(value, limit.value());
    }

    /** Returns whether even the fastest operation misses the limit: no machine makes all operations slow by chance. */
    private boolean certain() {
        return !limit.bound().holds((double) measurement.min().toNanos(), limit.value());
    }

    /** The whole run's time without the users' waiting is the best that a quiet machine could have given. */
    private Finding whole() {
        if (machine.disturbances().isEmpty()) {
            return raw;
        }
        double working = 1 - Math.min(1, machine.waitingCores() / machine.users());
        double value = raw.figure().value();
        double best = metric.equals(Metric.ELAPSED) ? value * working : value / working;
        return !stolen() && !Double.isNaN(best) && !limit.bound().holds(best, limit.value())
                ? raw
                : doubtful(String.join("; ", machine.disturbances()));
    }

    private Optional<String> generator() {
        Distribution lateness = measurement.generatorLateness().orElse(null);
        if (lateness == null || lateness.samples() == 0) {
            return Optional.empty();
        }
        OptionalDouble percentile = metric.asPercentile();
        double late = percentile.isPresent()
                ? lateness.percentileNanos(percentile.getAsDouble())
                : metric.equals(Metric.MEAN) ? lateness.meanNanos() : lateness.maxNanos();
        return late < GENERATOR_SHARE * limit.value()
                ? Optional.empty()
                : Optional.of("the generator was overloaded: users that were free began their operations late, "
                        + metric.label() + " " + metric.unit().render(late));
    }

    private Optional<Figure> figure(CorrectedTimes corrected) {
        Distribution times = corrected.distribution();
        if (metric.equals(Metric.MAX)) {
            return Optional.of(Figure.exact(metric, times.maxNanos(), times.samples()));
        }
        if (metric.equals(Metric.MEAN)) {
            return corrected
                    .meanInterval(Judge.CONFIDENCE)
                    .map(ends -> new Figure(metric, times.meanNanos(), ends.low(), ends.high(), times.samples()));
        }
        double percentile = metric.asPercentile().orElseThrow();
        return times.percentileInterval(percentile, Judge.CONFIDENCE)
                .map(ends -> new Figure(
                        metric, times.percentileNanos(percentile), ends.low(), ends.high(), times.samples()));
    }

    private Finding doubtful(String why) {
        return new Finding(limit, raw.figure(), Verdict.INCONCLUSIVE, raw.reason() + DOUBT + why);
    }

    private static boolean isTime(Metric metric) {
        return metric.equals(Metric.MEAN)
                || metric.equals(Metric.MAX)
                || metric.asPercentile().isPresent();
    }

    /** Tells the machine among the facts of a message, if there is something to tell. */
    static Facts facts(Measurement measurement) {
        MachineUse machine = measurement.machine();
        Facts facts = Facts.none();
        if (machine.wasTheLimit() || !machine.disturbances().isEmpty()) {
            facts = facts.and("machine", machine.sentence());
        }
        Distribution corrected = measurement.correctedResponseTime().orElse(null);
        if (corrected != null && machine.lostShare() >= LOST) {
            String text = "mean " + both(measurement.responseTime().meanNanos(), corrected.meanNanos());
            for (double percentile : List.of(50.0, 95.0)) {
                text += String.format(Locale.ROOT, ", P%.0f ", percentile)
                        + both(
                                measurement.responseTime().percentileNanos(percentile),
                                corrected.percentileNanos(percentile));
            }
            facts = facts.and("raw -> corrected", text);
            String doubt = measurement.corrected().orElseThrow().doubt().orElse("");
            if (!doubt.isEmpty()) {
                facts = facts.and("correction", "not judged, because " + doubt);
            }
        }
        return facts;
    }

    private static String both(double raw, double corrected) {
        return Unit.NANOSECONDS.render(raw) + " -> " + Unit.NANOSECONDS.render(corrected);
    }
}
