package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class ComparisonJudgeTest {
    private static final Limit NOT_SLOWER = Limit.atMost(Metric.OVERHEAD, 1.05);

    private static PairedMeasurement measured(double low, double median, double high, double fresh, double slack) {
        Look look = new Look(new RatioInterval(median, low, high, 0.996, 20), fresh, Duration.ofSeconds(1));
        List<Pair> pairs = Collections.nCopies(40, new Pair(1_000, 1_000 * median));
        return new PairedMeasurement(
                "parse",
                pairs,
                40,
                7,
                Duration.ofSeconds(1),
                40,
                ClockChoice.of(0, 0.001, "time in the queue for a core left out"),
                pairs,
                Optional.of(new SequentialPlan(1.05, slack, Duration.ofSeconds(4))),
                List.of(look),
                Loads.once(40));
    }

    private static Finding judge(double low, double median, double high, double fresh, double slack) {
        return ComparisonJudge.judge(measured(low, median, high, fresh, slack), NOT_SLOWER)
                .findings()
                .get(0);
    }

    @Test
    void judge_intervalAboveTheLimit_fails() {
        assertThat(judge(1.06, 1.08, 1.1, 1.08, 0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_intervalBelowTheLimit_passes() {
        assertThat(judge(1.01, 1.02, 1.03, 1.02, 0).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_intervalHoldsTheLimit_isInconclusiveAndSaysWhatToDo() {
        Finding finding = judge(1.02, 1.04, 1.06, 1.04, 0);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .isEqualTo("the 99 % interval 1.020 .. 1.060 holds the limit <= 1.050: raise budget(..) above 4000 ms,"
                        + " or state a slack(..) if the ratio may lie on the limit itself");
    }

    @Test
    void judge_intervalWithinTheSlack_passesAndSaysSo() {
        Finding finding = judge(1.02, 1.04, 1.06, 1.04, 0.02);
        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.reason()).isEqualTo("the interval passes the limit within the slack of 0.02");
        assertThat(judge(1.04, 1.052, 1.06, 1.052, 0.02).verdict())
                .as("the median is above the limit")
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_latestPairsSayOtherwise_isInconclusive() {
        assertThat(judge(1.06, 1.08, 1.1, 1.0, 0))
                .returns(Verdict.INCONCLUSIVE, Finding::verdict)
                .returns(
                        "the ratio changed during the run, the latest pairs alone say 1: raise warmUp(..) or budget(..)",
                        Finding::reason);
        assertThat(judge(1.01, 1.02, 1.03, 1.2, 0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_tooFewPairs_isInconclusiveAndSaysHowManyAreNeeded() {
        PairedMeasurement few = new PairedMeasurement(
                "parse",
                List.of(new Pair(1, 1), new Pair(1, 1)),
                1,
                7,
                Duration.ofSeconds(4),
                1,
                ClockChoice.wall("no other clock was read"),
                List.of(),
                Optional.of(new SequentialPlan(1.05, 0, Duration.ofSeconds(4))),
                List.of(),
                Loads.once(2));
        Finding finding = ComparisonJudge.judge(few, NOT_SLOWER).findings().get(0);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .isEqualTo("the budget of 4000 ms was enough for 2 pairs, 40 are needed: raise budget(..) or make the"
                        + " operation shorter");
    }

    @Test
    void judge_slowerInFewLoads_claimsWhatStudentSays() {
        double[] ratios = {1.15, 1.25, 1.2, 1.2, 1.22};
        List<Pair> pairs = new ArrayList<>();
        for (double ratio : ratios) {
            pairs.addAll(Collections.nCopies(20, new Pair(1_000, 1_000 * ratio)));
        }
        PairedMeasurement measured = new PairedMeasurement(
                "parse",
                pairs,
                1,
                7,
                Duration.ofSeconds(1),
                1,
                ClockChoice.wall("no other clock was read"),
                List.of(),
                Optional.empty(),
                List.of(),
                new Loads(List.of(20, 20, 20, 20, 20), 5, 0, false));
        Finding finding = ComparisonJudge.judge(measured, NOT_SLOWER).findings().get(0);
        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.pValue()).isBetween(0.00027, 0.00029);
    }

    private static PairedMeasurement loaded(Loads loads, double... ratios) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < ratios.length; i++) {
            pairs.addAll(Collections.nCopies(loads.pairs().get(i), new Pair(1_000, 1_000 * ratios[i])));
        }
        return new PairedMeasurement(
                "parse",
                pairs,
                1,
                7,
                Duration.ofSeconds(1),
                1,
                ClockChoice.wall("no other clock was read"),
                List.of(),
                Optional.empty(),
                List.of(),
                loads);
    }

    @Test
    void judge_loadsTooDifferent_isInconclusiveAndAsksForMoreLoads() {
        PairedMeasurement measured =
                loaded(new Loads(List.of(10, 10, 10, 10, 10), 6, 1, false), 0.95, 1.05, 1.1, 0.98, 1.02);
        Judgement judgement = ComparisonJudge.judge(measured, NOT_SLOWER);
        assertThat(judgement.findings().get(0))
                .returns(Verdict.INCONCLUSIVE, Finding::verdict)
                .returns(
                        "the 95 % interval 0.949 .. 1.094 holds the limit <= 1.050: raise loads(..) above 6",
                        Finding::reason);
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(judgement::assertPassed)
                .withMessageContaining(
                        "5 of 6 of the saved jars, whose ratios lie between 0.950 and 1.100; 1 were left out, because their times still changed");
    }

    @Test
    void judge_noPairsForMoreLoads_asksForPairsAsWell() {
        Loads loads = new Loads(List.of(4, 4, 4, 4, 4), 5, 0, false);
        assertThat(ComparisonJudge.judge(
                                loaded(loads, 0.95, 1.05, 1.1, 0.98, 1.02), Limit.atMost(Metric.OVERHEAD, 1.05))
                        .findings()
                        .get(0)
                        .reason())
                .endsWith(": raise loads(..) above 5");
        Loads fewPairs = new Loads(List.of(2, 2, 2, 2, 2), 5, 0, false);
        assertThat(ComparisonJudge.judge(
                                loaded(fewPairs, 0.95, 1.05, 1.1, 0.98, 1.02), Limit.atMost(Metric.OVERHEAD, 1.05))
                        .findings()
                        .get(0)
                        .reason())
                .endsWith(": raise loads(..) above 5 and pairs(..) above 10");
    }

    @Test
    void judge_oneSideLoadedOnce_allowsForItAndSaysHowToLoadBoth() {
        double[] ratios = {1.09, 1.11, 1.1, 1.12, 1.08};
        Loads both = new Loads(List.of(10, 10, 10, 10, 10), 5, 0, false);
        Loads one = new Loads(List.of(10, 10, 10, 10, 10), 5, 0, true);
        assertThat(ComparisonJudge.judge(loaded(both, ratios), NOT_SLOWER).verdict())
                .isEqualTo(Verdict.FAIL);
        Judgement judgement = ComparisonJudge.judge(loaded(one, ratios), Limit.atMost(Metric.OVERHEAD, 1.06));
        assertThat(judgement.findings().get(0))
                .returns(Verdict.INCONCLUSIVE, Finding::verdict)
                .extracting(Finding::reason)
                .asString()
                .endsWith(
                        " holds the limit <= 1.060: let the class path's side be loaded as often, by"
                                + " SavedJar.ofClassPath(..), because the interval allows for what the compiler made of it this once");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(judgement::assertPassed)
                .withMessageContaining("5 of 5 of the saved jar alone, whose ratios lie between 1.080 and 1.120");
    }

    @Test
    void judge_otherMetric_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ComparisonJudge.judge(measured(1, 1, 1, 1, 0), Limit.below(Metric.P95, Duration.ofMillis(1))))
                .withMessage(
                        "a comparison has no metric \"p95\": known is overhead, the median of the sides' ratios, which says"
                                + " nothing of tails; measure the operation by a Scenario and limit the metric itself");
    }

    @Test
    void assertPassed_slower_failsWithTheFacts() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> ComparisonJudge.judge(measured(1.06, 1.08, 1.1, 1.08, 0), NOT_SLOWER)
                        .assertPassed())
                .withMessageStartingWith("""

                        scenario                       : parse
                        expected overhead ratio at most: 1.050
                        but was                        : 1.080 (99 % interval 1.060 .. 1.100)
                        verdict                        : FAIL, it is 0.03 (2.86 %) above the limit
                        pairs                          : 40, of blocks of 40 operations
                        reference                      : 1 us
                        candidate                      : 1.08 us
                        clock                          : thread CPU time, because no side waits for more than 0.1 % of its \
                        time (time in the queue for a core left out)
                        by wall time                   : 1.080
                        looks                          : 1 of 3, the last after 1 s
                        seed                           : 7
                        not seen                       : start-up, heap layout, tails, what the compiler makes of the code \
                        another time: both sides share one JVM
                        """);
    }
}
