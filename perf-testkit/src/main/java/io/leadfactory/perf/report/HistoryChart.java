package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.leadfactory.perf.history.Baseline;
import io.leadfactory.perf.history.HistoryEntry;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A figure of the run and of those before it, with intervals. */
record HistoryChart(String scenario, String part, Metric metric, List<Run> runs, double limit, double baseline)
        implements Chart {
    private static final int FEWEST = 2;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** One run: when, how it ended, and the figure. */
    record Run(String when, Verdict verdict, Figure figure) {}

    /** Draws the first part's P95, or its mean, or what else was judged first. */
    static Optional<Chart> of(ScenarioReport scenario) {
        if (scenario.earlier().isEmpty()) {
            return Optional.empty();
        }
        for (Part part : scenario.parts()) {
            Optional<Figure> shown =
                    RunHistory.figures(part).stream().min(Comparator.comparingInt(figure -> rank(figure.metric())));
            if (shown.isPresent()) {
                return of(scenario, part, shown.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<Chart> of(ScenarioReport scenario, Part part, Figure now) {
        List<Run> runs = new ArrayList<>();
        for (HistoryEntry entry : scenario.earlier()) {
            entry.figure(part.label(), now.metric())
                    .ifPresent(figure -> runs.add(new Run(DAY.format(entry.at()), entry.verdict(), figure)));
        }
        runs.add(new Run("this run", scenario.verdict(), now));
        if (runs.size() < FEWEST) {
            return Optional.empty();
        }
        return Optional.of(new HistoryChart(
                scenario.id(),
                part.label().isBlank() ? scenario.id() : part.label(),
                now.metric(),
                runs,
                part.finding(now.metric()).map(Finding::limit).map(Limit::value).orElse(Double.NaN),
                Baseline.median(scenario.earlier(), part.label(), now.metric()).orElse(Double.NaN)));
    }

    private static int rank(Metric metric) {
        return metric.equals(Metric.P95) ? 0 : metric.equals(Metric.MEAN) ? 1 : 2;
    }

    @Override
    public String kind() {
        return "history";
    }

    @Override
    public String caption() {
        return Plain.line(part) + ", " + metric.label() + " over the last " + runs.size() + " runs on this machine"
                + (Double.isNaN(baseline) ? "" : ", the dotted line is the median before")
                + (Double.isNaN(limit) ? "" : ", red the limit") + "; a square did not pass";
    }

    @Override
    public String text() {
        return "History of " + scenario + ": " + metric.label() + " was "
                + runs.get(0).figure().render() + " " + (runs.size() == 2 ? "1 run" : runs.size() - 1 + " runs")
                + " ago and is "
                + runs.get(runs.size() - 1).figure().render() + " now"
                + (Double.isNaN(baseline)
                        ? ""
                        : "; the median of the runs before is " + metric.unit().render(baseline));
    }

    @Override
    public DataTable table() {
        return new DataTable(
                List.of("Run", metric.label(), "Interval", "Result"),
                runs.stream()
                        .map(run -> new DataTable.Row(
                                run.when(),
                                List.of(
                                        run.figure().render(),
                                        ResultTable.interval(run.figure()),
                                        run.verdict().name())))
                        .toList());
    }

    @Override
    public void writeMembers(JsonGenerator json) throws IOException {
        json.writeStringField("label", metric.label());
        json.writeBooleanField("time", metric.unit() == Unit.NANOSECONDS);
        json.writeBooleanField("bytes", metric.unit() == Unit.BYTES);
        Chart.writeNumbers(json, "values", runs, run -> run.figure().value());
        Chart.writeNumbers(json, "low", runs, run -> run.figure().low());
        Chart.writeNumbers(json, "high", runs, run -> run.figure().high());
        json.writeArrayFieldStart("verdicts");
        for (Run run : runs) {
            json.writeString(HtmlPage.Mark.of(run.verdict()).style());
        }
        json.writeEndArray();
        json.writeFieldName("limit");
        Chart.writeNumber(json, limit);
        json.writeFieldName("baseline");
        Chart.writeNumber(json, baseline);
    }
}
