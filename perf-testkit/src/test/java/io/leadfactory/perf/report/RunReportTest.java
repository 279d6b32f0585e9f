package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Measurement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunReportTest {
    private static final Finding PASSED = passed(70);

    @Test
    void verdict_noScenario_isInconclusive() {
        assertThat(Samples.run().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void verdict_oneScenarioFailed_isFail() {
        ScenarioReport passed = Samples.scenario("A1", "audit", "passes", part(PASSED));
        ScenarioReport broken = new ScenarioReport("A2", "audit", "breaks", List.of(part(PASSED)), "boom");
        RunReport report = Samples.run(passed, broken);

        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.count(Verdict.PASS)).isEqualTo(1);
        assertThat(broken.shortfalls()).containsExactly("A2 breaks broke off: boom");
    }

    @Test
    void verdict_nothingJudged_isInconclusive() {
        ScenarioReport scenario = Samples.scenario("A1", "audit", "shows only", part());

        assertThat(scenario.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(scenario.parts().get(0).verdict()).isEmpty();
        assertThat(scenario.shortfalls()).containsExactly("A1 shows only: nothing was judged");
    }

    @Test
    void verdict_passWithoutSamples_isInconclusive() {
        ScenarioReport scenario = Samples.scenario("A1", "audit", "claims", part(passed(0)));

        assertThat(scenario.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(scenario.shortfalls()).containsExactly("A1 throughput is inconclusive: no samples");
    }

    @Test
    void verdict_measurementWithoutSamples_isInconclusive() {
        Part part = new Part("", Measurement.of("A1").build(), null, List.of(PASSED), List.of());

        assertThat(Samples.scenario("A1", "audit", "claims", part).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void verdict_onePartNotJudged_isThatOfTheOthers() {
        ScenarioReport scenario = Samples.scenario("A1", "audit", "compares", part(PASSED), part());

        assertThat(scenario.verdict()).isEqualTo(Verdict.PASS);
        assertThat(scenario.samples()).isEqualTo(70);
        assertThat(scenario.shortfalls()).isEmpty();
    }

    @Test
    void groups_unknownGroup_comesLastUnderItsId() {
        RunReport report = Samples.run(Samples.scenario("X1", "extra", "x"));

        assertThat(report.groups())
                .containsExactly(
                        Map.entry("audit", "Audit"),
                        Map.entry("monitoring", "Production monitoring"),
                        Map.entry("extra", "extra"));
        assertThat(report.scenarios("extra")).hasSize(1);
        assertThat(report.scenarios("audit")).isEmpty();
    }

    @Test
    void scenario_blankId_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Samples.scenario(" ", "audit", "nameless"))
                .withMessage("scenario id must not be blank: title \"nameless\"");
    }

    private static Part part(Finding... findings) {
        return new Part("", null, null, List.of(findings), List.of());
    }

    private static Finding passed(long samples) {
        return Samples.finding(
                Limit.above(Metric.THROUGHPUT, 10), 20, Double.NaN, Double.NaN, samples, Verdict.PASS, "");
    }
}
