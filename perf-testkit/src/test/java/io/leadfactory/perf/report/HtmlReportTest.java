package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String PAGE = new HtmlReport().render(Samples.mixed());

    @Test
    void render_anyRun_needsNothingFromOutside() {
        String own = PAGE.replace("https://github.com/leeoniya/uPlot", "");
        assertThat(own)
                .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:|//)")
                .doesNotContainPattern("(?i)@import|url\\(|<link|<iframe|<img|fetch\\(|XMLHttpRequest")
                .doesNotContain("http:", "https:");
    }

    @Test
    void render_anyRun_admitsItsOwnScriptsOnly() throws Exception {
        Matcher policy = Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\"")
                .matcher(PAGE);
        assertThat(policy.find()).isTrue();
        String rules = policy.group(1).replace("&#x3D;", "=").replace("&#39;", "'");
        assertThat(rules).startsWith("default-src 'none'").doesNotContain("unsafe");

        List<String> inline = new ArrayList<>(contents("<script>(.*?)</script>"));
        inline.addAll(contents("<style>(.*?)</style>"));
        assertThat(inline).hasSize(4);
        for (String text : inline) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            assertThat(rules).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
        }
        assertThat(PAGE).doesNotContainPattern("<[^>]+\\s(style|on[a-z]+)=");
    }

    @Test
    void render_nameThatTurnsTextAround_cannotTurnFigures() {
        String turning = "A \u202e B \u0007 C";
        Part part = new Part(turning, Samples.measurement("A1", 1), null, List.of(), List.of(turning));
        String page = new HtmlReport()
                .render(Samples.run(
                        new ScenarioReport("A1", "audit", turning, List.of(part), turning + "\nat line 2")));

        assertThat(page).doesNotContain("\u202e", "\u0007").contains("A   B   C\nat line 2");
    }

    @Test
    void render_mixedRun_showsVerdictsInWords() {
        assertThat(PAGE).contains("<title>FAIL - Performance gate</title>");
        assertThat(PAGE).contains("2 of 7 scenarios passed, 3 failed, 2 inconclusive.");
        assertThat(PAGE).contains("A1 P95 76 ms is 41 ms (117 %) above the limit &lt; 35 ms");
        assertThat(PAGE).contains("<span aria-hidden=\"true\">\u2713</span> PASS");
        assertThat(PAGE).contains("java.lang.IllegalStateException: the table is missing");
    }

    @Test
    void render_mixedRun_hasTablesThatAScreenReaderCanRead() {
        List<String> tables = contents("<table(.*?)</table>");
        assertThat(tables).hasSizeGreaterThan(8).allSatisfy(table -> {
            assertThat(table).contains("<caption", "<thead", "<tbody");
            assertThat(table).doesNotContainPattern("<th(?![a-z])(?![^>]*scope=)");
        });
        assertThat(PAGE).contains("<html lang=\"en\">", "name=\"viewport\"", "class=\"skip\" href=\"#results\"");
        assertThat(contents("<svg ([^>]*)>"))
                .allSatisfy(svg -> assertThat(svg).contains("role=\"img\"", "aria-label="));
    }

    @Test
    void render_mixedRun_linksLeadSomewhere() {
        List<String> ids = contents("\\sid=\"([^\"]+)\"");
        assertThat(ids).doesNotHaveDuplicates();
        Set<String> known = new HashSet<>(ids);
        assertThat(contents("href=\"#([^\"]+)\""))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(known).contains(link));
    }

    @Test
    void render_mixedRun_closesWhatItOpens() {
        String markup = PAGE.replaceAll("(?s)<(script|style)[^>]*>.*?</\\1>", "");
        for (String element : List.of(
                "section", "table", "thead", "tbody", "tr", "td", "th", "div", "figure", "svg", "ul", "li", "dl",
                "span", "details", "header", "main", "a", "p", "pre")) {
            assertThat(count(markup, "<" + element + "(?=[\\s>])"))
                    .as(element)
                    .isEqualTo(count(markup, "</" + element + ">"));
        }
    }

    @Test
    void render_noteThatIsAReason_isSaidOnce() {
        String reason = "the actors were at work at the same time in only 2 of 9 rounds";
        Finding finding = new Finding(
                Limit.atMost(Metric.VIOLATIONS, 0), Figure.exact(Metric.VIOLATIONS, 0, 9), Verdict.PASS, reason);
        Part part = new Part("", null, null, List.of(finding), List.of(reason, "on two cores"));

        String page = new HtmlReport().render(Samples.run(Samples.scenario("R1", "audit", "race", part)));

        assertThat(count(page, reason)).isEqualTo(1);
        assertThat(page).contains("on two cores");
    }

    @Test
    void render_measuredScenario_hasChartsAndTheirPoints() {
        assertThat(PAGE)
                .contains("data-chart=\"0\" data-kind=\"curve\"")
                .contains("data-chart=\"3\" data-kind=\"timeline\"")
                .contains("data-chart=\"4\" data-kind=\"memory\"");
        String data = contents("<script type=\"application/json\" id=\"chart-data\">(.*?)</script>")
                .get(0);
        assertThat(data).contains("\"limits\":[35000000]", "\"label\":\"10 users\"", "\"dropped\":2");
    }

    @Test
    void render_sweep_drawsTheLawBeyondWhatWasMeasured() throws Exception {
        String page = new HtmlReport().render(Exhibits.run());

        assertThat(count(page, "data-kind=\"law\"")).isEqualTo(1);
        assertThat(count(page, "data-kind=\"scaling\"")).isZero();
        assertThat(page)
                .contains("the line is the Universal Scalability Law, dashed beyond what was measured")
                .containsPattern("aria-label=\"Scaling of K2: from 1 to 8 users the throughput goes from [0-9]+ /s to"
                        + " [0-9]+ /s, the mean from [^\"]+\\. The fitted law has its peak at [0-9.]+ users with")
                .containsPattern("<th scope=\"row\">[0-9.]+, the law(&#39;|')s peak \\([0-9.]+ .. [a-z0-9.]+\\)</th>")
                .contains("<dt>Scaling law</dt><dd>contention ");
        Map<String, Object> law = law(page);
        List<Object> users = Json.asList(law.get("lawUsers"));
        double reach = ((Number) Objects.requireNonNull(law.get("reach"))).doubleValue();
        double peak = ((Number) Objects.requireNonNull(law.get("peak"))).doubleValue();
        assertThat(peak).isGreaterThan(8).isLessThan(reach);
        assertThat(reach).isLessThanOrEqualTo(4 * 8);
        assertThat(((Number) users.get(0)).doubleValue()).isEqualTo(1);
        assertThat(((Number) users.get(users.size() - 1)).doubleValue()).isEqualTo(reach);
        assertThat(users).as("the line goes through its marks").contains(1L, 2L, 4L, 8L);
        assertThat(Json.asList(law.get("low"))).hasSize(4).doesNotContainNull();
    }

    @Test
    void render_sweepWithoutPeak_drawsTwiceAsFarAndSaysSo() throws Exception {
        ScenarioReport sweep = new ScenarioReport("K2", "audit", "a sweep", Exhibits.sweep("", 0, 1, 2, 4, 8), null);
        SweepMeasurement measured = Exhibits.measurement(0, 1, 2, 4, 8);
        String page = new HtmlReport().render(Samples.run(sweep));

        boolean peaks = Double.isFinite(measured.law().orElseThrow().peakUsers());
        double reach = ((Number) Objects.requireNonNull(law(page).get("reach"))).doubleValue();
        assertThat(reach).isGreaterThan(8).isLessThanOrEqualTo(peaks ? 32 : 16);
        assertThat(page).contains(peaks ? "The fitted law has its peak" : "The fitted law predicts no peak");
    }

    @Test
    void render_sweepWithTooFewLevels_drawsPointsAndSaysWhy() throws Exception {
        ScenarioReport sweep = new ScenarioReport("K2", "audit", "a sweep", Exhibits.sweep("", 0.004, 1, 2, 4), null);

        String page = new HtmlReport().render(Samples.run(sweep));

        assertThat(page).contains("too few points for the Universal Scalability Law: it needs 4 levels, there are 3");
        assertThat(Json.asList(law(page).get("law"))).isEmpty();
        assertThat(law(page)).containsEntry("reach", 4L).containsEntry("peak", null);
    }

    @Test
    void render_twoSweepsOfOneScenario_areDrawnApart() {
        List<Part> parts = new ArrayList<>(Exhibits.sweep("h2, ", 0.004, 1, 2, 4, 8));
        parts.addAll(Exhibits.sweep("files, ", 0.01, 1, 2, 4, 8));

        String page = new HtmlReport().render(Samples.run(new ScenarioReport("K2", "audit", "two", parts, null)));

        assertThat(count(page, "data-kind=\"law\"")).isEqualTo(2);
    }

    @Test
    void render_everyExhibit_tellsWhatItRestsOn() {
        String page = new HtmlReport().render(Exhibits.run());

        assertThat(page)
                .contains("<dt>Counter statements</dt><dd>150 in all, 3 per operation</dd>")
                .contains("<dt>Pauses for them</dt><dd>3, 12 ms, the longest 7 ms</dd>")
                .contains("<dt>Machine</dt><dd>the machine was the limit: ")
                .contains("<dt>Retained per operation</dt>")
                .contains("<dt>Looks</dt><dd>2 of 3</dd>")
                .contains(
                        "<dt>Loads of the saved jars</dt><dd>5 of 6, 1 left out as unsteady; the other side once</dd>")
                .contains("<dt>Clock</dt><dd>thread CPU time, because no side waits");
    }

    private static Map<String, Object> law(String page) throws Exception {
        Matcher data = Pattern.compile("id=\"chart-data\">(.*?)</script>").matcher(page);
        assertThat(data.find()).isTrue();
        return Json.asList(Json.object("{\"data\":" + data.group(1) + "}").get("data")).stream()
                .map(Json::asObject)
                .filter(chart -> "law".equals(chart.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void render_hostileNames_staysText() throws Exception {
        String hostile = Samples.HOSTILE + "<!--<script>]]>";
        Part part = new Part(
                hostile,
                Samples.measurement(hostile, 1),
                null,
                List.of(Samples.finding(Samples.mean(50), 60e6, 55e6, 65e6, 70, Verdict.FAIL, hostile)),
                List.of(hostile));
        RunReport report = Samples.run(new ScenarioReport(hostile, hostile, hostile, List.of(part), hostile));

        String page = new HtmlReport().render(report);

        assertThat(page).doesNotContain("<script>alert", "<!--<", "{{title}}</h2><b>");
        assertThat(count(page, "<script[ >]")).isEqualTo(3);
        assertThat(count(page, "</script>")).isEqualTo(3);
        assertThat(page).contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;", "{{title}}");
        Matcher data = Pattern.compile("id=\"chart-data\">(.*?)</script>").matcher(page);
        assertThat(data.find()).isTrue();
        assertThat(Json.object("{\"data\":" + data.group(1) + "}").toString()).contains(Plain.line(hostile));
    }

    @Test
    void render_emptyRun_saysSo() {
        String page = new HtmlReport().render(Samples.run());

        assertThat(page).contains("nothing was measured.", "A run without samples never passes", "INCONCLUSIVE");
        assertThat(page).doesNotContain("\u2713</span> PASS");
    }

    @Test
    void render_fiftyScenarios_staysBelowOneMegabyte() {
        String page = new HtmlReport().render(Demo.run(50));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        assertThat(count(page, "data-kind=\"comparison\"")).isPositive();
        assertThat(count(page, "data-kind=\"scaling\"")).isPositive();
    }

    @Test
    void render_manyMisses_showsTheFirstAndKeepsTheRestBehindAClick() {
        ScenarioReport[] broken = IntStream.range(0, 20)
                .mapToObj(i -> new ScenarioReport("B" + i, "audit", "broken", List.of(), "boom"))
                .toArray(ScenarioReport[]::new);

        String page = new HtmlReport().render(Samples.run(broken));

        assertThat(page).contains("<summary>and 14 more</summary>");
        assertThat(count(page, "broke off: boom")).isEqualTo(20);
    }

    @Test
    void render_overview_putsFailuresFirst() {
        List<String> tiles = contents("<li class=\"tile ([a-z]+)\"");

        assertThat(tiles).containsExactly("fail", "fail", "fail", "doubt", "doubt", "pass", "pass");
    }

    @Test
    void render_eachChart_hasATableOfItsPoints() {
        String page = new HtmlReport().render(Demo.run(12));

        assertThat(count(page, "class=\"data\""))
                .isEqualTo(count(page, "class=\"chart\""))
                .isPositive();
        assertThat(page).contains("<th scope=\"row\">P99.9</th>", "<th scope=\"col\">Throughput</th>");
    }

    @Test
    void render_figuresThatAreNoNumbers_drawsNoBar() {
        Limit limit = Limit.below(Metric.MAX, Duration.ofMillis(100));
        Part part = new Part(
                "",
                null,
                null,
                List.of(
                        Samples.finding(limit, Double.NaN, Double.NaN, Double.NaN, 0, Verdict.INCONCLUSIVE, "unknown"),
                        Samples.finding(
                                limit, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN, 3, Verdict.FAIL, "endless")),
                List.of());

        String page = new HtmlReport().render(Samples.run(Samples.scenario("N1", "audit", "no number", part)));

        assertThat(page).doesNotContain("<svg", "NaN");
    }

    private static List<String> contents(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
