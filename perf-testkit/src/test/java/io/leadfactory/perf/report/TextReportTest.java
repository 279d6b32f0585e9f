package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The console's and Markdown's tables, which share their rows. */
class TextReportTest {
    @Test
    void console_mixedRun_isExactlyThis() throws IOException {
        String text = ConsoleReport.plain().render(Samples.mixed(), Path.of("target", "perf-report", "report.html"));

        assertThat(text).isEqualTo(golden("mixed.txt"));
    }

    @Test
    void markdown_mixedRun_isExactlyThis() throws IOException {
        assertThat(new MarkdownReport().render(Samples.mixed())).isEqualTo(golden("mixed.md"));
    }

    @Test
    void console_coloured_coloursResultsAlone() {
        String plain = ConsoleReport.plain().render(Samples.mixed());
        String coloured = ConsoleReport.coloured().render(Samples.mixed());

        assertThat(coloured).contains("\u001b[1;31mFAIL\u001b[0m", "\u001b[32mPASS\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
        assertThat(plain).doesNotContain("\u001b");
    }

    @Test
    void console_emptyRun_isNoPass() {
        assertThat(ConsoleReport.plain().render(Samples.run())).isEqualTo("\nINCONCLUSIVE: nothing was measured.\n");
    }

    @Test
    void console_allPassed_saysHowMany() {
        Part part = part(Samples.mean(50), 44e6, Verdict.PASS, "");

        assertThat(ConsoleReport.plain().render(Samples.run(Samples.scenario("A1", "audit", "works", part))))
                .endsWith("\nPASS: 1 scenario within its limits.\n");
    }

    @Test
    void console_hugeAndHostileNames_staysWithinItsWidth() {
        Part part = part(Samples.mean(50), 51.2e6, Verdict.FAIL, "above the limit");
        String name = "\u001b[2J\u202e" + "name ".repeat(100);
        String text = ConsoleReport.plain().render(Samples.run(Samples.scenario("A1", "audit", name, part)));

        assertThat(text).doesNotContain("\u001b", "\u202e");
        assertThat(text.lines().filter(line -> line.endsWith("FAIL")))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).startsWith("A1").contains("...").hasSizeLessThanOrEqualTo(110));
    }

    @Test
    void markdown_hostileNames_cannotBreakTheTable() {
        Part part = part(Samples.mean(50), 44e6, Verdict.PASS, "");
        String text = new MarkdownReport()
                .render(Samples.run(Samples.scenario("A1", Samples.HOSTILE, Samples.HOSTILE, part)));

        assertThat(text)
                .doesNotContain("<script", "</table", "\u2028", "\u0007")
                .doesNotContainPattern("(?<!\\\\)\\]\\(d\\)");
        assertThat(text.lines().filter(line -> line.startsWith("| A1")))
                .singleElement()
                .satisfies(row -> assertThat(row.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSize(8));
    }

    @Test
    void shortfall_missedLimit_saysByHowMuch() {
        assertThat(shortfalls(part(Samples.mean(50), 51.2e6, Verdict.FAIL, "above")))
                .containsExactly("A1 mean 51.2 ms is 1.20 ms (2.4 %) above the limit < 50 ms");
        assertThat(shortfalls(part(Limit.above(Metric.THROUGHPUT, 150), 120, Verdict.FAIL, "below")))
                .containsExactly("A1 throughput 120 /s is 30 /s (20.0 %) below the limit > 150 /s");
        assertThat(shortfalls(part(Samples.mean(50), 50e6, Verdict.FAIL, "on it")))
                .containsExactly("A1 mean 50 ms is on the limit < 50 ms");
        Metric lost = new Metric("lost", "lost events", Unit.COUNT);
        assertThat(shortfalls(part(Limit.atMost(lost, 0), 2, Verdict.FAIL, "above")))
                .as("nothing is a share of zero")
                .containsExactly("A1 lost events 2 is 2 above the limit <= 0");
    }

    @Test
    void shortfall_failureWithinTheLimit_givesTheReason() {
        assertThat(shortfalls(part(Samples.mean(50), Double.NaN, Verdict.FAIL, "nothing came back")))
                .containsExactly("A1 mean failed the limit < 50 ms: nothing came back");
    }

    @Test
    void shortfall_inconclusive_givesReasonAndFigures() {
        Part part = new Part(
                "10 users",
                null,
                null,
                List.of(Samples.finding(
                        Samples.mean(50), 49e6, 47e6, 52e6, 70, Verdict.INCONCLUSIVE, "the interval holds the limit")),
                List.of());

        assertThat(shortfalls(part))
                .containsExactly("A1 10 users mean is inconclusive: the interval holds the limit"
                        + " (limit < 50 ms, measured 49 ms, 95 % interval 47 ms .. 52 ms)");
    }

    @Test
    void render_intervalOfAnotherConfidence_saysWhichEverywhere() {
        Limit limit = Limit.below(Metric.OVERHEAD, 1.05);
        Part part = new Part(
                "",
                null,
                null,
                List.of(new Finding(
                        limit,
                        new Figure(Metric.OVERHEAD, 1.04, 1.02, 1.06, 400, 0.99),
                        Verdict.INCONCLUSIVE,
                        "the interval holds the limit")),
                List.of());
        RunReport report = Samples.run(Samples.scenario("C1", "audit", "comparison", part));

        assertThat(shortfalls(part)).singleElement().asString().contains(", 99 % interval 1.020 .. 1.060)");
        assertThat(new MarkdownReport().render(report))
                .contains("99 % interval 1.020 .. 1.060")
                .doesNotContain("95 %");
        assertThat(ConsoleReport.plain().render(report)).contains("1.020 .. 1.060 (99 %)");
        assertThat(new HtmlReport().render(report))
                .contains("1.020 .. 1.060 (99 %)")
                .doesNotContain("95 % interval");
        assertThat(new JsonReport().render(report)).contains("\"confidence\" : 0.99");
    }

    @Test
    void rows_percentileOfTooFewSamples_isNotShown() {
        Part few = new Part("", Samples.noisy("A1", 1, 3, 58, 1), null, List.of(), List.of());
        Part enough = new Part("", Samples.noisy("A1", 1, 3, 59, 1), null, List.of(), List.of());

        assertThat(p95(few)).isEqualTo("-");
        assertThat(p95(enough)).endsWith(" ms");
    }

    @Test
    void rows_otherTimeInTheMeansColumn_isNamed() {
        Part part = part(Limit.below(Metric.MAX, Duration.ofMillis(15)), 3e6, Verdict.PASS, "");
        ResultTable table = ResultTable.of(Samples.run(Samples.scenario("M3", "audit", "checks", part)))
                .get(0);

        assertThat(table.rows().get(0).target()).isEqualTo("max < 15 ms");
        assertThat(table.rows().get(0).measured()).isEqualTo("max 3 ms");
        assertThat(table.further()).hasSize(1);
    }

    @Test
    void rows_secondMeanOfAPart_standsInTheSecondTable() {
        Finding bulk = Samples.finding(Samples.mean(500), 9e6, 8e6, 10e6, 70, Verdict.PASS, "");
        Finding single = Samples.finding(Samples.mean(5), 9e6, 8e6, 10e6, 70, Verdict.FAIL, "it is above");
        ResultTable table = ResultTable.of(Samples.run(Samples.scenario(
                        "A2", "audit", "bulk", new Part("", null, null, List.of(bulk, single), List.of()))))
                .get(0);

        assertThat(table.rows().get(0).target()).isEqualTo("< 500 ms");
        assertThat(table.further()).singleElement().satisfies(row -> {
            assertThat(row.limit()).isEqualTo("mean < 5 ms");
            assertThat(row.result()).isEqualTo("FAIL");
        });
    }

    @Test
    void part_measurementWithErrorsNobodyExpected_failsWithoutAnyLimit() {
        Recorder recorder = Recorder.closed();
        recorder.record(10, 5);
        recorder.fail(20, new IllegalStateException("lost"), false);
        Measurement measurement = Measurement.of("s").add(recorder).build();
        Part part = new Part("reference", measurement, null, List.of(), List.of());

        assertThat(part.verdict()).contains(Verdict.FAIL);
        assertThat(shortfalls(part)).containsExactly("A1 reference errors 1 is 1 above the limit <= 0");
    }

    @Test
    void markdown_bareAddress_isNoLink() {
        RunReport report = Samples.run(Samples.scenario(
                "A1",
                "audit",
                "see https://example.org and WWW.example.org",
                part(Samples.mean(50), 1e6, Verdict.PASS, "")));

        assertThat(new MarkdownReport().render(report))
                .contains("see https\\://example.org and WWW\\.example.org")
                .doesNotContain("https://");
    }

    private static String p95(Part part) {
        return ResultTable.of(Samples.run(Samples.scenario("A1", "audit", "x", part)))
                .get(0)
                .rows()
                .get(0)
                .p95();
    }

    private static List<String> shortfalls(Part part) {
        return Samples.scenario("A1", "audit", "event creation", part).shortfalls();
    }

    private static Part part(Limit limit, double value, Verdict verdict, String reason) {
        return new Part(
                "",
                null,
                null,
                List.of(Samples.finding(limit, value, Double.NaN, Double.NaN, 70, verdict, reason)),
                List.of());
    }

    private static String golden(String name) throws IOException {
        try (InputStream stream = TextReportTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
