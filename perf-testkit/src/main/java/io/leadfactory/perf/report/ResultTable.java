package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The rows that every report shows for a group, as text without any escaping. Immutable.
 *
 * @param title the group's title
 * @param scenarios the group's scenarios
 * @param rows a row per part, or one for a scenario without parts
 * @param further a row per finding that has no room in a row: neither the first on the mean nor on the 95th percentile
 */
record ResultTable(String title, List<ScenarioReport> scenarios, List<Row> rows, List<FurtherRow> further) {

    static final List<String> COLUMNS =
            List.of("Operation", "Target", "P95 target", "Measured mean", "P95", "Samples", "Result");
    static final List<String> FURTHER_COLUMNS = List.of("Operation", "Limit", "Measured", "Interval", "Result");

    static final String NONE = "-";
    /** The result of a part that has a sibling with limits, but none of its own. */
    static final String SHOWN = "not judged";

    /** One part held against the limits on its mean and its 95th percentile. */
    record Row(
            ScenarioReport scenario,
            String operation,
            String target,
            String p95Target,
            String measured,
            String p95,
            String samples,
            String result) {

        List<String> cells() {
            return List.of(operation, target, p95Target, measured, p95, samples, result);
        }
    }

    /** One finding on anything else. */
    record FurtherRow(String operation, String limit, String measured, String interval, String result) {

        List<String> cells() {
            return List.of(operation, limit, measured, interval, result);
        }
    }

    static List<ResultTable> of(RunReport report) {
        List<ResultTable> tables = new ArrayList<>();
        report.groups().forEach((group, title) -> {
            List<ScenarioReport> scenarios = report.scenarios(group);
            if (!scenarios.isEmpty()) {
                tables.add(new ResultTable(
                        title,
                        scenarios,
                        scenarios.stream().flatMap(ResultTable::rows).toList(),
                        scenarios.stream().flatMap(ResultTable::further).toList()));
            }
        });
        return tables;
    }

    /** Names a part within the whole run: its scenario's id and what tells it apart. */
    static String operation(ScenarioReport scenario, Part part) {
        return scenario.id() + " " + (part.label().isBlank() ? scenario.title() : part.label());
    }

    /** Renders both ends, and the confidence where it is not the one that every report states. */
    static String interval(Figure figure) {
        Unit unit = figure.metric().unit();
        String confidence =
                figure.confidence() == Judge.CONFIDENCE ? "" : " (" + Math.round(100 * figure.confidence()) + " %)";
        return figure.hasInterval()
                ? unit.render(figure.low()) + " .. " + unit.render(figure.high()) + confidence
                : NONE;
    }

    /** Renders a percentile, or a dash if the sample is too small to bound it with 95 % confidence. */
    static String percentile(Measurement measurement, double percentile) {
        double needed = Math.ceil(Math.log(0.05) / Math.log(percentile / 100));
        return measurement.samples() < needed
                ? NONE
                : Unit.NANOSECONDS.render(measurement.responseTime().percentileNanos(percentile));
    }

    /** Returns whether a finding does not stand in its part's row: that has room for one mean and one 95th percentile. */
    private static boolean isFurther(Part part, Finding finding) {
        return Stream.of(Metric.MEAN, Metric.P95)
                .flatMap(metric -> part.finding(metric).stream())
                .noneMatch(first -> first.equals(finding));
    }

    private static Stream<Row> rows(ScenarioReport scenario) {
        boolean judged =
                scenario.parts().stream().anyMatch(part -> part.verdict().isPresent());
        Stream<Row> rows = scenario.parts().stream().map(part -> row(scenario, part, judged));
        if (scenario.failure() != null || scenario.parts().isEmpty()) {
            String operation = scenario.id() + " " + scenario.title();
            Row whole = new Row(
                    scenario,
                    operation,
                    NONE,
                    NONE,
                    NONE,
                    NONE,
                    NONE,
                    scenario.verdict().name());
            return Stream.concat(rows, Stream.of(whole));
        }
        return rows;
    }

    private static Row row(ScenarioReport scenario, Part part, boolean judged) {
        Optional<Finding> mean = part.finding(Metric.MEAN);
        Optional<Finding> p95 = part.finding(Metric.P95);
        // A part that is judged by something else shows its first limit where the mean's would stand.
        Optional<Finding> standIn =
                mean.isEmpty() && p95.isEmpty() ? part.findings().stream().findFirst() : Optional.empty();
        return new Row(
                scenario,
                operation(scenario, part),
                mean.map(finding -> finding.limit().render())
                        .or(() -> standIn.map(ResultTable::named))
                        .orElse(NONE),
                p95.map(Finding::limit).map(Limit::render).orElse(NONE),
                mean.map(finding -> finding.figure().render())
                        .or(() -> standIn.map(ResultTable::namedFigure))
                        .or(() -> timed(part, Distribution::meanNanos))
                        .orElse(NONE),
                p95.map(finding -> finding.figure().render())
                        .orElseGet(() -> part.measurement() == null ? NONE : percentile(part.measurement(), 95)),
                String.format(Locale.ROOT, "%,d", part.samples()),
                part.verdict().map(Verdict::name).orElse(judged ? SHOWN : Verdict.INCONCLUSIVE.name()));
    }

    private static Stream<FurtherRow> further(ScenarioReport scenario) {
        return scenario.parts().stream()
                .flatMap(part -> part.findings().stream()
                        .filter(finding -> isFurther(part, finding))
                        .map(finding -> new FurtherRow(
                                operation(scenario, part),
                                named(finding),
                                finding.figure().render(),
                                interval(finding.figure()),
                                part.verdict(finding).name())));
    }

    private static String named(Finding finding) {
        return finding.limit().metric().label() + " " + finding.limit().render();
    }

    /** Names a time that is not the mean, because it stands in the mean's column. */
    private static String namedFigure(Finding finding) {
        Metric metric = finding.limit().metric();
        String figure = finding.figure().render();
        return metric.unit() == Unit.NANOSECONDS ? metric.label() + " " + figure : figure;
    }

    private static Optional<String> timed(Part part, ToDoubleFunction<Distribution> figure) {
        Measurement measurement = part.measurement();
        return measurement == null || measurement.samples() == 0
                ? Optional.empty()
                : Optional.of(Unit.NANOSECONDS.render(figure.applyAsDouble(measurement.responseTime())));
    }
}
