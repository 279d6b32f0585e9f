package io.leadfactory.perf.judge;

import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.Measurement;
import java.time.Duration;
import java.util.Map;

/** The figures of a measurement that are not times of operations: allocation, collections, counts. */
final class CostFigures {
    static final String UNSEEN_THREADS =
            "threads ended during the run, and before JDK 21 a JVM does not tell what they had allocated: keep the threads,"
                    + " or measure on JDK 21 or newer";

    private CostFigures() {}

    static Figure of(Measurement measurement, Metric metric) {
        long operations = measurement.samples() + measurement.errors();
        return switch (metric.id()) {
            case "allocated" -> Figure.exact(metric, measurement.allocatedBytesPerOperation(), operations);
            case "gc-pauses" -> Figure.exact(metric, (double) measurement.gc().pauses(), operations);
            case "gc-pause-time" ->
                Figure.exact(metric, (double) measurement.gc().pauseTime().toNanos(), operations);
            case "longest-gc-pause" ->
                Figure.exact(
                        metric,
                        measurement
                                .gc()
                                .longestPause()
                                .map(Duration::toNanos)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN),
                        operations);
            default -> count(measurement, metric);
        };
    }

    private static Figure count(Measurement measurement, Metric metric) {
        for (Map.Entry<String, Count> counter : measurement.counts().entrySet()) {
            Count count = counter.getValue();
            if (metric.equals(Metric.perOperation(counter.getKey()))) {
                return Figure.exact(metric, count.perOperation(), count.operations());
            }
            if (metric.equals(Metric.inAll(counter.getKey()))) {
                return Figure.exact(metric, (double) count.total(), count.operations());
            }
        }
        throw new IllegalArgumentException("a measurement has no metric \"" + metric.id()
                + "\": known are mean, percentiles as p95 or p99.9, max, elapsed, throughput, errors, allocated, gc-pauses, "
                + "gc-pause-time, longest-gc-pause, and those of the scenario's counters: "
                + (measurement.counts().isEmpty()
                        ? "none"
                        : String.join(", ", measurement.counts().keySet()))
                + "; add a counter by Scenario's count(..)");
    }
}
