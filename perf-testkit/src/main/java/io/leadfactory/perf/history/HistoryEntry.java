package io.leadfactory.perf.history;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run measured of one scenario. Immutable.
 *
 * @param scenario the scenario's id
 * @param machine what the machine is known by: entries of two machines are never compared
 * @param at when the run began
 * @param verdict how the scenario ended
 * @param rulerNanos how long a fixed piece of work took on the machine in that run; not a number if nobody looked
 * @param points the figures, each with the part of the scenario that it is of
 */
public record HistoryEntry(
        String scenario, String machine, Instant at, Verdict verdict, double rulerNanos, List<Point> points) {
    /**
     * One figure of one part. Immutable.
     *
     * @param part the part's label; blank if the scenario has only one
     * @param figure what was measured
     */
    public record Point(String part, Figure figure) {}

    /**
     * Checks the parts and copies the list.
     *
     * @throws IllegalArgumentException if scenario or machine is blank
     */
    public HistoryEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(verdict, "verdict");
        if (scenario.isBlank() || machine.isBlank()) {
            throw new IllegalArgumentException(
                    "history needs a scenario and a machine: \"" + scenario + "\", \"" + machine + "\"");
        }
        points = List.copyOf(points);
    }

    /**
     * Returns a figure.
     *
     * @param part the part's label
     * @param metric the metric
     * @return the figure; empty if it was not measured, or its value is not a finite number
     */
    public Optional<Figure> figure(String part, Metric metric) {
        return points.stream()
                .filter(point ->
                        point.part().equals(part) && point.figure().metric().equals(metric))
                .map(Point::figure)
                .filter(figure -> Double.isFinite(figure.value()))
                .findFirst();
    }
}
