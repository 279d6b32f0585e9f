package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.history.HistoryFolder;
import io.leadfactory.perf.judge.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHistoryTest {
    @TempDir
    Path temp;

    @Test
    void placeAndRemember_runAfterRun_growsAndAdvisesButJudgesNothing() {
        RunHistory history = RunHistory.of(HistoryFolder.at(temp), "m").withRuler(1e6);
        for (int run = 0; run < 6; run++) {
            RunReport placed = history.placeAndRemember(run(10 + 0.2 * (run % 2)));
            assertThat(placed.scenarios().get(0).earlier()).hasSize(run);
            assertThat(placed.scenarios().get(0).advice()).isEmpty();
        }

        RunReport slow = history.placeAndRemember(run(20));

        ScenarioReport scenario = slow.scenarios().get(0);
        assertThat(scenario.verdict()).isEqualTo(Verdict.PASS);
        assertThat(scenario.advice())
                .isNotEmpty()
                .anySatisfy(text -> assertThat(text)
                        .startsWith("mean ")
                        .contains("slower than the median of the last 6 runs on this machine"));
        assertThat(new HtmlReport().render(slow)).contains("data-kind=\"history\"", "slower than the median");
        assertThat(new MarkdownReport().render(slow)).contains("slower than the median");
        assertThat(ConsoleReport.plain().render(slow)).contains("note          A1 mean ");
    }

    @Test
    void chart_secondRun_saysOneRunAgoAndHasNoMedianYet() {
        RunHistory history = RunHistory.of(HistoryFolder.at(temp), "m");
        history.placeAndRemember(run(10));

        Chart chart = HistoryChart.of(
                        history.placeAndRemember(run(12)).scenarios().get(0))
                .orElseThrow();

        assertThat(chart.text()).contains("P95 was 18.3 ms 1 run ago and is 22.0 ms now");
        assertThat(chart.caption()).doesNotContain("dotted");
    }

    @Test
    void placeAndRemember_folderThatCannotBeUsed_isAdviceAndNoFailure() throws Exception {
        Path taken = Files.createFile(temp.resolve("taken"));

        RunReport placed = RunHistory.of(HistoryFolder.at(taken), "m").placeAndRemember(run(10));

        assertThat(placed.verdict()).isEqualTo(Verdict.PASS);
        assertThat(placed.scenarios().get(0).advice())
                .singleElement()
                .asString()
                .startsWith("cannot add to history");
    }

    private static RunReport run(double millis) {
        Part part = new Part(
                "",
                Samples.noisy("A1", 1, millis, 500, 7),
                null,
                List.of(Samples.finding(Samples.mean(50), millis * 1e6, Double.NaN, Double.NaN, 500, Verdict.PASS, "")),
                List.of());
        return Samples.run(Samples.scenario("A1", "audit", "event creation", part));
    }
}
