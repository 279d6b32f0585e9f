package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.PercentilePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The time of each percentile, on a scale that stretches the tail. */
record CurveChart(String scenario, List<Timed> parts) implements Chart {
    private static final List<Double> MARKS = List.of(50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0);

    static Optional<Chart> of(ScenarioReport scenario) {
        List<Timed> timed = Chart.timed(scenario);
        return timed.isEmpty() ? Optional.empty() : Optional.of(new CurveChart(scenario.id(), timed));
    }

    @Override
    public String kind() {
        return "curve";
    }

    @Override
    public String caption() {
        return limited().isEmpty() ? "Time by percentile" : "Time by percentile; a red tick is a limit on P95";
    }

    @Override
    public String text() {
        return "Percentile curve of " + scenario + ". "
                + parts.stream()
                        .map(part -> part.label() + ": P50 " + ResultTable.percentile(part.measurement(), 50)
                                + ", P95 " + ResultTable.percentile(part.measurement(), 95)
                                + ", longest "
                                + time(part.measurement().responseTime().maxNanos()))
                        .collect(Collectors.joining("; "));
    }

    @Override
    public DataTable table() {
        List<String> columns = Stream.concat(
                        Stream.of("Percentile"), parts.stream().map(Timed::label))
                .toList();
        return new DataTable(
                columns,
                MARKS.stream()
                        .map(mark -> new DataTable.Row(
                                mark == 100 ? "Longest" : "P" + mark.toString().replaceFirst("\\.0$", ""),
                                parts.stream()
                                        .map(part -> mark == 100
                                                ? time(part.measurement()
                                                        .responseTime()
                                                        .maxNanos())
                                                : ResultTable.percentile(part.measurement(), mark))
                                        .toList()))
                        .filter(row -> row.cells().stream().anyMatch(cell -> !cell.equals(ResultTable.NONE)))
                        .toList());
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        Chart.writeWhole(json, "limits", limited(), limit -> limit);
        json.writeArrayFieldStart("parts");
        for (Timed part : parts) {
            List<PercentilePoint> drawn = drawn(part.measurement());
            json.writeStartObject();
            json.writeStringField("label", part.label());
            json.writeArrayFieldStart("percentiles");
            for (PercentilePoint point : drawn) {
                // The tail is what is drawn, so its digits are kept.
                json.writeNumber(
                        100 - Double.parseDouble(String.format(Locale.ROOT, "%.4g", 100 - point.percentile())));
            }
            json.writeEndArray();
            Chart.writeWhole(json, "nanos", drawn, PercentilePoint::nanos);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private List<Double> limited() {
        return parts.stream()
                .flatMap(part -> part.part().finding(Metric.P95).stream())
                .map(finding -> finding.limit().value())
                .distinct()
                .toList();
    }

    private static List<PercentilePoint> drawn(Measurement measurement) {
        // On a scale of tails 100 % is infinitely far: the longest time stands where the rank before it ends.
        double last = 100 * (1 - 1.0 / Math.max(measurement.samples(), 2));
        List<PercentilePoint> curve = measurement.percentileCurve();
        List<PercentilePoint> drawn = new ArrayList<>(
                curve.stream().filter(point -> point.percentile() < last).toList());
        drawn.add(new PercentilePoint(last, curve.get(curve.size() - 1).nanos()));
        return drawn;
    }

    private static String time(double nanos) {
        return Unit.NANOSECONDS.render(nanos);
    }
}
