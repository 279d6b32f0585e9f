package io.leadfactory.perf.report;

import io.leadfactory.perf.history.Baseline;
import io.leadfactory.perf.history.History;
import io.leadfactory.perf.history.HistoryEntry;
import io.leadfactory.perf.history.HistoryEntry.Point;
import io.leadfactory.perf.history.HistoryFolder;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.measure.Interval;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a run beside the earlier runs on the same machine, and remembers it for the next. Immutable.
 *
 * <p>What earlier runs measured is shown and gives advice; it never changes a verdict, and no trouble with the folder fails a
 * run: it becomes a sentence of advice.
 */
public final class RunHistory {
    private static final double CONFIDENCE = 0.95;

    private final HistoryFolder folder;
    private final String machine;
    private final double rulerNanos;

    private RunHistory(HistoryFolder folder, String machine, double rulerNanos) {
        this.folder = folder;
        this.machine = machine;
        this.rulerNanos = rulerNanos;
    }

    /**
     * Returns the history of one machine.
     *
     * @param folder where earlier runs are kept
     * @param machine what the machine is known by, the same in each run on it: {@link
     *     io.leadfactory.perf.machine.MachineFingerprint#key()}
     * @return the history
     */
    public static RunHistory of(HistoryFolder folder, String machine) {
        return new RunHistory(folder, machine, Double.NaN);
    }

    /**
     * Returns the same history, told how fast the machine is at present.
     *
     * @param nanos how long the ruler, a fixed piece of work, takes now
     * @return the history
     */
    public RunHistory withRuler(double nanos) {
        return new RunHistory(folder, machine, nanos);
    }

    /**
     * Adds to each scenario its earlier runs and advice, and then remembers the run.
     *
     * @param report the run
     * @return the run beside its history
     */
    public RunReport placeAndRemember(RunReport report) {
        List<ScenarioReport> placed = new ArrayList<>();
        for (ScenarioReport scenario : report.scenarios()) {
            History history = folder.read(scenario.id(), machine);
            HistoryEntry now = entry(report, scenario);
            List<String> advice = new ArrayList<>(Baseline.advise(now, history.entries()));
            advice.addAll(history.problems());
            if (!now.points().isEmpty()) {
                folder.append(now).ifPresent(advice::add);
            }
            placed.add(scenario.beside(history.entries(), advice));
        }
        return new RunReport(
                report.title(), report.startedAt(), report.took(), report.environment(), placed, report.groups());
    }

    private HistoryEntry entry(RunReport report, ScenarioReport scenario) {
        List<Point> points = new ArrayList<>();
        for (Part part : scenario.parts()) {
            figures(part).forEach(figure -> points.add(new Point(part.label(), figure)));
        }
        return new HistoryEntry(scenario.id(), machine, report.startedAt(), scenario.verdict(), rulerNanos, points);
    }

    /** Returns the figures that were judged, and the usual ones of what was timed. */
    static List<Figure> figures(Part part) {
        List<Figure> figures = new ArrayList<>();
        part.findings().stream().map(Finding::figure).forEach(figure -> add(figures, figure));
        Measurement measurement = part.measurement();
        if (measurement != null && measurement.samples() > 0) {
            add(
                    figures,
                    timed(
                            Metric.MEAN,
                            measurement,
                            measurement.responseTime().meanNanos(),
                            measurement.meanInterval(CONFIDENCE)));
            if (!ResultTable.percentile(measurement, 95).equals(ResultTable.NONE)) {
                add(
                        figures,
                        timed(
                                Metric.P95,
                                measurement,
                                measurement.responseTime().percentileNanos(95),
                                measurement.responseTime().percentileInterval(95, CONFIDENCE)));
            }
            add(figures, Figure.exact(Metric.THROUGHPUT, measurement.throughput(), measurement.samples()));
        }
        return figures;
    }

    private static Figure timed(Metric metric, Measurement measurement, double value, Optional<Interval> interval) {
        return interval.map(ends -> new Figure(metric, value, ends.low(), ends.high(), measurement.samples()))
                .orElseGet(() -> Figure.exact(metric, value, measurement.samples()));
    }

    private static void add(List<Figure> figures, Figure figure) {
        if (Double.isFinite(figure.value())
                && figures.stream().noneMatch(known -> known.metric().equals(figure.metric()))) {
            figures.add(figure);
        }
    }
}
