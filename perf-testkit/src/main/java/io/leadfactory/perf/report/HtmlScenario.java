package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.measure.Distribution;
import io.leadfactory.perf.measure.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One scenario as the page's template shows it. Text is raw here; the template escapes it. Immutable. */
record HtmlScenario(
        String anchor,
        String id,
        String title,
        HtmlPage.Mark verdict,
        List<String> failures,
        boolean partsNamed,
        boolean findingsShown,
        List<FindingRow> findings,
        boolean measuredShown,
        List<HtmlPage.Column> figureColumns,
        List<Measured> measured,
        boolean chartsShown,
        List<Drawing> charts,
        boolean notesShown,
        List<String> notes,
        boolean conditionsShown,
        List<Conditions> conditions) {

    private static final List<String> FIGURES = List.of(
            "Part",
            "Samples",
            "Errors",
            "Throughput",
            "Min",
            "Mean",
            "P50",
            "P95",
            "P99",
            "Max",
            "CPU share",
            "Allocated");

    record FindingRow(
            String part,
            String limit,
            String measured,
            String interval,
            List<LimitBar> bars,
            HtmlPage.Mark result,
            List<String> reasons) {}

    record Measured(String part, List<String> figures) {}

    /** A chart, by its number on the page, with its table. */
    record Drawing(
            int index, String kind, String caption, String text, List<String> columns, List<DataTable.Row> rows) {}

    record Conditions(List<HtmlPage.Entry> entries) {}

    /** Shows a scenario, and adds its charts to those of the page. */
    static HtmlScenario of(ScenarioReport scenario, int place, List<Chart> page) {
        List<Part> parts = scenario.parts();
        List<FindingRow> findings = parts.stream()
                .flatMap(part -> part.findings().stream().map(finding -> finding(part, finding)))
                .toList();
        List<Measured> measured = parts.stream().flatMap(HtmlScenario::measured).toList();
        List<Drawing> charts = charts(scenario, page);
        List<String> notes = Stream.concat(
                        parts.stream()
                                .flatMap(part -> part.notes().stream()
                                        .filter(note -> part.findings().stream()
                                                .map(Finding::reason)
                                                .noneMatch(note::equals))
                                        .map(note -> part.label().isBlank() ? note : part.label() + ": " + note)),
                        scenario.advice().stream())
                .toList();
        List<Conditions> conditions = parts.stream()
                .map(HtmlConditions::of)
                .filter(entries -> !entries.isEmpty())
                .map(entries -> new Conditions(HtmlPage.entries(entries)))
                .toList();
        return new HtmlScenario(
                HtmlPage.anchor(place),
                scenario.id(),
                scenario.title(),
                HtmlPage.Mark.of(scenario.verdict()),
                scenario.failure() == null ? List.of() : List.of(scenario.failure()),
                parts.stream().anyMatch(part -> !part.label().isBlank()),
                !findings.isEmpty(),
                findings,
                !measured.isEmpty(),
                FIGURES.stream()
                        .map(name -> new HtmlPage.Column(name, !name.equals(FIGURES.get(0))))
                        .toList(),
                measured,
                !charts.isEmpty(),
                charts,
                !notes.isEmpty(),
                notes,
                !conditions.isEmpty(),
                conditions);
    }

    private static FindingRow finding(Part part, Finding finding) {
        HtmlPage.Mark mark = HtmlPage.Mark.of(part.verdict(finding));
        return new FindingRow(
                part.label(),
                finding.limit().metric().label() + " " + finding.limit().render(),
                finding.figure().render(),
                ResultTable.interval(finding.figure()),
                LimitBar.of(finding, mark.style()).stream().toList(),
                mark,
                finding.reason().isBlank() ? List.of() : List.of(finding.reason()));
    }

    private static Stream<Measured> measured(Part part) {
        Measurement measurement = part.measurement();
        if (measurement == null) {
            return Stream.empty();
        }
        Distribution times = measurement.responseTime();
        boolean any = measurement.samples() > 0;
        return Stream.of(new Measured(
                part.label().isBlank() ? "all" : part.label(),
                List.of(
                        count(measurement.samples()),
                        count(measurement.errors()),
                        Unit.PER_SECOND.render(any ? measurement.throughput() : Double.NaN),
                        time(any ? times.min().toNanos() : Double.NaN),
                        time(any ? times.meanNanos() : Double.NaN),
                        ResultTable.percentile(measurement, 50),
                        ResultTable.percentile(measurement, 95),
                        ResultTable.percentile(measurement, 99),
                        time(any ? times.maxNanos() : Double.NaN),
                        share(measurement.cpuShare()),
                        Unit.BYTES.render(measurement.allocatedBytesPerOperation()))));
    }

    private static List<Drawing> charts(ScenarioReport scenario, List<Chart> page) {
        List<Drawing> drawings = new ArrayList<>();
        for (Chart chart : Chart.of(scenario)) {
            DataTable table = chart.table();
            drawings.add(new Drawing(
                    page.size(), chart.kind(), chart.caption(), chart.text(), table.columns(), table.rows()));
            page.add(chart);
        }
        return drawings;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String time(double nanos) {
        return Unit.NANOSECONDS.render(nanos);
    }

    private static String share(double share) {
        return Double.isNaN(share) ? ResultTable.NONE : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
