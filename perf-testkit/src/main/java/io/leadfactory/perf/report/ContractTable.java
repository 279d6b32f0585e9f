package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of a group in the shape in which a contract states its limits: id, scenario, mean, P95, further limits. Text
 * without any escaping. Immutable.
 *
 * @param title the group's title
 * @param rows a row per part, or one for a scenario without parts
 */
record ContractTable(String title, List<List<String>> rows) {
    static final List<String> COLUMNS = List.of("id", "scenario", "mean", "P95", "further", "samples", "result");

    static List<ContractTable> of(RunReport report) {
        List<ContractTable> tables = new ArrayList<>();
        report.groups().forEach((group, title) -> {
            List<List<String>> rows = new ArrayList<>();
            report.scenarios(group).forEach(scenario -> rows.addAll(rows(scenario)));
            if (!rows.isEmpty()) {
                tables.add(new ContractTable(title, rows));
            }
        });
        return tables;
    }

    private static List<List<String>> rows(ScenarioReport scenario) {
        List<List<String>> rows = new ArrayList<>();
        boolean judged =
                scenario.parts().stream().anyMatch(part -> part.verdict().isPresent());
        scenario.parts().forEach(part -> rows.add(row(scenario, part, judged)));
        if (scenario.failure() != null || rows.isEmpty()) {
            String none = ResultTable.NONE;
            rows.add(List.of(
                    scenario.id(),
                    scenario.title(),
                    none,
                    none,
                    none,
                    none,
                    scenario.verdict().name()));
        }
        return rows;
    }

    private static List<String> row(ScenarioReport scenario, Part part, boolean judged) {
        Optional<Finding> mean = part.finding(Metric.MEAN);
        Optional<Finding> p95 = part.finding(Metric.P95);
        Measurement measurement = part.measurement();
        String timedMean = ResultTable.NONE;
        String timedP95 = ResultTable.NONE;
        if (measurement != null && measurement.samples() > 0) {
            timedMean = Metric.MEAN.unit().render(measurement.responseTime().meanNanos());
            timedP95 = ResultTable.percentile(measurement, 95);
        }
        String further = part.findings().stream()
                .filter(finding -> !mean.equals(Optional.of(finding)) && !p95.equals(Optional.of(finding)))
                .map(finding -> finding.limit().metric().label() + " " + against(finding)
                        + (part.verdict(finding) == Verdict.PASS ? "" : ": " + part.verdict(finding)))
                .collect(Collectors.joining("; "));
        return List.of(
                scenario.id(),
                scenario.title() + (part.label().isBlank() ? "" : ", " + part.label()),
                mean.map(ContractTable::against).orElse(timedMean),
                p95.map(ContractTable::against).orElse(timedP95),
                further.isEmpty() ? ResultTable.NONE : further,
                String.format(Locale.ROOT, "%,d", part.samples()),
                part.verdict().map(Verdict::name).orElse(judged ? ResultTable.SHOWN : Verdict.INCONCLUSIVE.name()));
    }

    private static String against(Finding finding) {
        return finding.figure().render() + " (limit " + finding.limit().render() + ")";
    }
}
