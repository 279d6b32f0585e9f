package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the page's template shows, in its words. Text is raw here; the template escapes it. Immutable. */
record HtmlPage(
        String title,
        String startedAt,
        String started,
        String took,
        List<String> machine,
        Mark verdict,
        String summary,
        List<Count> counts,
        boolean shortfallsShown,
        List<Miss> shortfalls,
        boolean restShown,
        String restSummary,
        List<Miss> rest,
        boolean tilesShown,
        List<Tile> tiles,
        List<Column> columns,
        List<Group> groups,
        List<Entry> environment,
        List<HtmlReport.Inline> styles,
        List<HtmlReport.Inline> scripts,
        String data) {

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int FIRST_FIGURE = 3;
    /** How many misses are seen without a click, so that they and the tiles fit on one screen. */
    private static final int FIRST_SHORTFALLS = 6;

    record Column(String name, boolean figure) {}

    record Cell(String name, String value, String style) {}

    record Entry(String name, String value) {}

    record Miss(Mark verdict, String anchor, String text) {}

    record Row(String anchor, String operation, List<Cell> cells, Mark result) {}

    /** How many scenarios ended with a verdict. */
    record Count(Mark verdict, String number, String label) {}

    /** A scenario in the overview: its verdict and a bar for each of its limits. */
    record Tile(String anchor, String id, String title, Mark verdict, List<LimitBar> bars) {}

    record Group(String anchor, String title, List<Row> rows, List<HtmlScenario> scenarios) {}

    /** A verdict as a word, a sign and a colour, so that none of them is needed alone. */
    record Mark(String name, String style, String sign) {
        static Mark of(Verdict verdict) {
            return switch (verdict) {
                case PASS -> new Mark("PASS", "pass", "\u2713");
                case FAIL -> new Mark("FAIL", "fail", "\u2715");
                case INCONCLUSIVE -> new Mark("INCONCLUSIVE", "doubt", "?");
            };
        }

        static Mark of(String result) {
            return Stream.of(Verdict.values())
                    .filter(verdict -> verdict.name().equals(result))
                    .findFirst()
                    .map(Mark::of)
                    .orElse(new Mark(result, "shown", "\u00b7"));
        }
    }

    static HtmlPage of(RunReport report, List<HtmlReport.Inline> styles, List<HtmlReport.Inline> scripts) {
        IdentityHashMap<ScenarioReport, Integer> places = new IdentityHashMap<>();
        report.scenarios().forEach(scenario -> places.put(scenario, places.size()));
        List<Chart> charts = new ArrayList<>();
        List<Group> groups = groups(report, places, charts);
        List<Miss> misses = shortfalls(report, places);
        int first = misses.size() <= FIRST_SHORTFALLS + 1 ? misses.size() : FIRST_SHORTFALLS;
        List<Miss> rest = misses.subList(first, misses.size());
        List<Tile> tiles = tiles(report, places);
        return new HtmlPage(
                report.title(),
                report.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                INSTANT.format(report.startedAt()),
                Unit.NANOSECONDS.render((double) report.took().toNanos()),
                machine(report.environment()),
                Mark.of(report.verdict()),
                Summary.of(report),
                counts(report),
                !misses.isEmpty(),
                misses.subList(0, first),
                !rest.isEmpty(),
                "and " + rest.size() + " more",
                rest,
                !tiles.isEmpty(),
                tiles,
                head(),
                groups,
                entries(report.environment().entries()),
                styles,
                scripts,
                ChartData.render(charts));
    }

    static String anchor(int place) {
        return "s" + (place + 1);
    }

    static List<Entry> entries(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<String> machine(Environment environment) {
        String jdk = environment.entries().get("jdk");
        String cores = environment.entries().get("cores");
        return Stream.of(
                        jdk == null ? "" : "JDK " + jdk.replaceFirst(" \\(.*", ""),
                        cores == null ? "" : cores + " cores")
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<Miss> shortfalls(RunReport report, IdentityHashMap<ScenarioReport, Integer> places) {
        Map<String, String> anchors = new HashMap<>();
        report.scenarios().forEach(scenario -> anchors.put(scenario.id(), anchor(place(places, scenario))));
        return Shortfall.of(report).stream()
                .map(shortfall -> new Miss(
                        Mark.of(shortfall.verdict()),
                        anchors.getOrDefault(shortfall.id(), anchor(0)),
                        shortfall.text()))
                .toList();
    }

    private static List<Column> head() {
        List<Column> columns = new ArrayList<>();
        for (String name : ResultTable.COLUMNS) {
            columns.add(new Column(name, isFigure(columns.size())));
        }
        return columns;
    }

    private static List<Count> counts(RunReport report) {
        return List.of(
                count(report, Verdict.FAIL, "failed"),
                count(report, Verdict.INCONCLUSIVE, "inconclusive"),
                count(report, Verdict.PASS, "passed"));
    }

    private static Count count(RunReport report, Verdict verdict, String label) {
        long number = report.count(verdict);
        return new Count(number == 0 ? Mark.of("none") : Mark.of(verdict), Long.toString(number), label);
    }

    /** Puts what failed first, then what is inconclusive. */
    private static List<Tile> tiles(RunReport report, IdentityHashMap<ScenarioReport, Integer> places) {
        List<Tile> tiles = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS)) {
            report.scenarios().stream()
                    .filter(scenario -> scenario.verdict() == verdict)
                    .forEach(scenario -> tiles.add(tile(scenario, place(places, scenario))));
        }
        return tiles;
    }

    private static Tile tile(ScenarioReport scenario, int place) {
        return new Tile(
                anchor(place),
                scenario.id(),
                scenario.title(),
                Mark.of(scenario.verdict()),
                scenario.parts().stream()
                        .flatMap(part -> part.findings().stream()
                                .flatMap(finding ->
                                        LimitBar.of(
                                                finding,
                                                Mark.of(part.verdict(finding)).style())
                                                .stream()))
                        .toList());
    }

    private static List<Group> groups(
            RunReport report, IdentityHashMap<ScenarioReport, Integer> places, List<Chart> charts) {
        List<Group> groups = new ArrayList<>();
        for (ResultTable table : ResultTable.of(report)) {
            groups.add(new Group(
                    "g" + (groups.size() + 1),
                    table.title(),
                    table.rows().stream()
                            .map(row -> row(row, place(places, row.scenario())))
                            .toList(),
                    table.scenarios().stream()
                            .map(scenario -> HtmlScenario.of(scenario, place(places, scenario), charts))
                            .toList()));
        }
        return groups;
    }

    private static Row row(ResultTable.Row row, int place) {
        List<Cell> cells = new ArrayList<>();
        List<String> values = row.cells();
        for (int column = 1; column < values.size() - 1; column++) {
            String value = values.get(column);
            cells.add(new Cell(
                    ResultTable.COLUMNS.get(column),
                    value,
                    (isFigure(column) ? "figure" : "text") + (value.equals(ResultTable.NONE) ? " none" : "")));
        }
        return new Row(anchor(place), row.operation(), cells, Mark.of(row.result()));
    }

    private static boolean isFigure(int column) {
        return column >= FIRST_FIGURE && column < ResultTable.COLUMNS.size() - 1;
    }

    private static int place(IdentityHashMap<ScenarioReport, Integer> places, ScenarioReport scenario) {
        return places.getOrDefault(scenario, 0);
    }
}
