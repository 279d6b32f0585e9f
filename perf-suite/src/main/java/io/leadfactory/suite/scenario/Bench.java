package io.leadfactory.suite.scenario;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.junit.PerfRun;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.suite.contract.Limits;
import io.leadfactory.suite.contract.Row;
import java.time.Duration;
import java.util.Set;

/** What a scenario measures with: the test-kit's run, and the limits in force for the scenario's row. For one thread. */
final class Bench {
    /** Until the times have stopped to change, but no longer than this. */
    static final WarmUp WARM_UP = WarmUp.detected(Duration.ofSeconds(2));

    /** What a measurement has a figure for by itself. */
    private static final Set<Metric> OF_A_MEASUREMENT =
            Set.of(Metric.MEAN, Metric.P50, Metric.P95, Metric.P99, Metric.MAX, Metric.ELAPSED, Metric.THROUGHPUT);

    private final PerfRun run;
    private final Limits limits;
    private final Row row;

    Bench(PerfRun run, Limits limits, Row row) {
        this.run = run;
        this.limits = limits;
        this.row = row;
    }

    Measurement measure(Scenario scenario) {
        return run.measure(scenario);
    }

    MemoryTrend measure(MemoryScenario scenario) {
        return run.memory(scenario);
    }

    PairedMeasurement compare(Comparison comparison) {
        return run.runner().compare(comparison);
    }

    /** Holds a measurement against those of the row's limits that it has figures for. */
    void judge(String label, Measurement measurement) {
        judge(label, measurement, "");
    }

    /** Holds a measurement against those limits of one part of the row that it has figures for. */
    void judge(String label, Measurement measurement, String part) {
        Limit[] its = limits.of(row, part).stream()
                .filter(limit -> OF_A_MEASUREMENT.contains(limit.metric()))
                .toArray(Limit[]::new);
        run.judge(label, measurement, its);
    }

    /** Holds a memory trend against all of the row's limits. */
    void judge(String label, MemoryTrend trend) {
        run.judge(label, trend, limits.of(row).toArray(Limit[]::new));
    }

    /** Holds a count against the row's limit for it. */
    void judge(String label, Metric metric, long count, long samples) {
        judge(label, Figure.exact(metric, (double) count, samples), "");
    }

    /** Holds a figure against the row's limit for it. */
    void judge(String label, Figure figure) {
        judge(label, figure, "");
    }

    /** Holds a figure against the limit for it in one part of the row. */
    void judge(String label, Figure figure, String part) {
        Limit limit = limits.of(row, part).stream()
                .filter(each -> each.metric().equals(figure.metric()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario " + row + " has no limit on "
                        + figure.metric().id() + " in part \"" + part + "\""));
        run.judge(label, figure, limit);
    }

    /** Says something beside the figures, in the row that was judged last. */
    void note(String text) {
        run.note(text);
    }

    /** Adds a line about what the run ran on. */
    void environment(String name, String value) {
        run.environment(name, value);
    }
}
