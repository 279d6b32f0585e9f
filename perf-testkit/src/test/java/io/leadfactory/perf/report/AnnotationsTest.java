package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.judge.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnotationsTest {
    private static final Map<String, String> GITHUB = Map.of("GITHUB_ACTIONS", "true");

    @Test
    void render_mixedRun_putsTheWorstFirst() {
        assertThat(Annotations.render(Samples.mixed(), GITHUB).lines())
                .containsExactly(
                        "::error title=M3 is FAIL::M3 overspent 2 is 2 above the limit <= 0",
                        "::error title=M6 is FAIL::M6 error recovery broke off: java.lang.IllegalStateException: the table"
                                + " is missing",
                        "::error title=A1 is FAIL::A1 P95 76 ms is 41 ms (117 %25) above the limit < 35 ms",
                        "::error title=M3 is FAIL::M3 throughput 120 /s is 30 /s (20.0 %25) below the limit > 150 /s",
                        "::warning title=M2 is INCONCLUSIVE::M2 P95 is inconclusive: a P95 needs 59 samples (limit < 7 ms)",
                        "::warning title=X1 is INCONCLUSIVE::X1 nothing judged: nothing was judged");
    }

    @Test
    void render_manyFindings_writesTenLines() {
        List<ScenarioReport> scenarios = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Part part = new Part(
                    "",
                    null,
                    null,
                    List.of(Samples.finding(
                            Samples.mean(50), 60e6 + i * 1e6, Double.NaN, Double.NaN, 9, Verdict.FAIL, "x")),
                    List.of());
            scenarios.add(Samples.scenario("S" + i, "audit", "slow", part));
        }

        List<String> lines = Annotations.render(Samples.run(scenarios.toArray(ScenarioReport[]::new)), GITHUB)
                .lines()
                .toList();

        assertThat(lines).hasSize(10);
        assertThat(lines.get(0)).startsWith("::error title=S39 is FAIL::");
        assertThat(lines.get(9))
                .isEqualTo("::error title=and more::31 more findings keep this run from passing: see the report");
    }

    @Test
    void render_hostileText_cannotWriteAnotherCommand() {
        String hostile = "x\n::set-output name=a::b,c:%0A::stop-commands::d";
        RunReport report = Samples.run(new ScenarioReport(hostile, "audit", hostile, List.of(), hostile));

        List<String> lines = Annotations.render(report, GITHUB).lines().toList();

        assertThat(lines).singleElement().asString().startsWith("::error title=x %3A%3Aset-output name=a");
    }

    @Test
    void render_elsewhereOrPassed_isEmpty() {
        assertThat(Annotations.render(Samples.mixed(), Map.of())).isEmpty();
        Part part = new Part(
                "",
                null,
                null,
                List.of(Samples.finding(Samples.mean(50), 4e6, Double.NaN, Double.NaN, 9, Verdict.PASS, "")),
                List.of());
        assertThat(Annotations.render(Samples.run(Samples.scenario("A1", "audit", "fast", part)), GITHUB))
                .isEmpty();
    }

    @Test
    void exitCode_eachOutcome_hasItsOwn() {
        assertThat(ExitCode.of(Samples.mixed()).number()).isEqualTo(1);
        assertThat(ExitCode.ERROR.number()).isEqualTo(2);
        assertThat(ExitCode.of(Samples.run(Samples.scenario("X1", "extra", "nothing judged")))
                        .number())
                .isEqualTo(3);
        assertThat(ExitCode.of(Samples.run()).number()).isEqualTo(4);
    }
}
