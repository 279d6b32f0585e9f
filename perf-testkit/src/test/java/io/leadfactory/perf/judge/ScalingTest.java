package io.leadfactory.perf.judge;

import static io.leadfactory.perf.Perf.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class ScalingTest {
    private static Measurement round(int users, double millis, int errors) {
        Recorder recorder = Recorder.closed();
        long nanos = Math.round(millis * 1e6);
        long operations = users * 1_000_000_000L / nanos;
        for (long i = 0; i < operations; i++) {
            recorder.record((i / users + 1) * nanos, nanos);
        }
        for (int i = 0; i < errors; i++) {
            recorder.fail(nanos, new IllegalStateException("broken"), false);
        }
        return Measurement.of("s")
                .add(recorder)
                .users(users, false)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .cost(1, 0, GcActivity.none())
                .build();
    }

    /** One core's share each: on two cores eight users are four times slower by the cores alone. */
    private static SweepMeasurement sweep(double eight, double scatter, int errors) {
        List<Measurement> one = new ArrayList<>();
        List<Measurement> many = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            one.add(round(1, 1, errors));
            many.add(round(8, eight * (1 + scatter * (round - 2)), 0));
        }
        return new SweepMeasurement(
                "s",
                Instant.EPOCH,
                Duration.ofSeconds(10),
                2,
                List.of(SweepLevel.of(one, Duration.ZERO), SweepLevel.of(many, Duration.ZERO)),
                1);
    }

    @Test
    void degradation_overTheCoresFloor_isJudged() {
        SweepMeasurement sweep = sweep(4.4, 0.01, 0);
        org.assertj.core.api.Assertions.assertThat(
                        Scaling.figure(sweep, 8, Metric.DEGRADATION).value())
                .isBetween(1.08, 1.12);
        assertThat(sweep).degradationIsBelow(1.2).rawDegradationIsBelow(5).efficiencyIsAbove(0.2);
        assertThatThrownBy(() -> assertThat(sweep).degradationIsBelow(1.05))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("expected degradation below")
                .hasMessageContaining("rounds")
                .hasMessageContaining("too few points for the Universal Scalability Law");
        assertThatThrownBy(() -> assertThat(sweep).efficiencyIsAbove(0.5)).isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void degradation_roundsThatScatter_isInconclusive() {
        Judgement judgement = Scaling.judge(sweep(4.4, 0.2, 0), 8, List.of(Limit.below(Metric.DEGRADATION, 1.2)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_errorsAtTheLowestLevel_fails() {
        Judgement judgement = Scaling.judge(sweep(4.4, 0.01, 1), 8, List.of(Limit.below(Metric.DEGRADATION, 2)));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void degradation_ofTheLowestLevel_isOne() {
        assertThat(sweep(4.4, 0.01, 0)).at(1).degradationIsBelow(1.01);
    }

    @Test
    void judge_aMetricOfAMeasurement_isThatOfTheLevel() {
        assertThat(Scaling.judge(
                                sweep(4.4, 0, 0),
                                8,
                                List.of(Limit.below(Metric.P95, Duration.ofMillis(5)), Limit.atMost(Metric.ERRORS, 0)))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_errorsAtTheLowestLevel_tellsWhereAndWhich() {
        Judgement judgement = Scaling.judge(sweep(4.4, 0.01, 1), 8, List.of(Limit.below(Metric.DEGRADATION, 2)));
        assertThatThrownBy(judgement::assertPassed)
                .hasMessageContaining("FAIL, at 1 user: operations failed with errors")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void degradation_missed_isAsUnlikelyAsTheRawOne() {
        SweepMeasurement sweep = sweep(4.4, 0.01, 0);
        Judgement judgement = Scaling.judge(
                sweep, 8, List.of(Limit.below(Metric.DEGRADATION, 1.05), Limit.below(Metric.RAW_DEGRADATION, 4.2)));
        org.assertj.core.api.Assertions.assertThat(judgement.findings()).allSatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            // The logarithms of the rounds lie around 0.0466 with a standard error of 0.0071: t is about 6.6 of 4
            // degrees.
            org.assertj.core.api.Assertions.assertThat(finding.pValue()).isBetween(0.001, 0.002);
        });
    }

    /** A level of five rounds, each with one fast operation, one of which a hypervisor has disturbed, or none. */
    private static SweepMeasurement stolen(double share) {
        List<Measurement> one = new ArrayList<>();
        List<Measurement> many = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            one.add(round(1, 1, 0));
            Recorder recorder = Recorder.closed();
            for (int i = 1; i <= 1_000; i++) {
                recorder.record(i * 1_000_000L, i == 1 ? 1_000_000 : 4_400_000);
            }
            HostActivity host = new HostActivity(2, 1e9, 2, 2, round == 2 ? share : 0, 0);
            many.add(Measurement.of("s")
                    .add(recorder)
                    .users(8, false)
                    .time(Instant.EPOCH, Duration.ofSeconds(1))
                    .machine(new MachineUse(8, 2, 6, host, Fitness.notChecked()), Optional.empty())
                    .build());
        }
        return new SweepMeasurement(
                "s",
                Instant.EPOCH,
                Duration.ofSeconds(10),
                2,
                List.of(SweepLevel.of(one, Duration.ZERO), SweepLevel.of(many, Duration.ZERO)),
                1);
    }

    private static Finding judge(double share, Limit limit) {
        return Scaling.judge(stolen(share), 8, List.of(limit)).findings().get(0);
    }

    @Test
    void judge_absoluteTimeOfALevelWithADisturbedRound_isInconclusiveNotFail() {
        Limit p95 = Limit.below(Metric.P95, Duration.ofMillis(4));
        assertThat(judge(0, p95).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge(0.05, p95).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        org.assertj.core.api.Assertions.assertThat(judge(0.05, p95).reason())
                .endsWith(
                        "but that may be the machine's: in one of its rounds a hypervisor took 5 % of the cores' time");
        assertThat(judge(0.5, p95).verdict()).as("known of the whole level").isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(0.05, Limit.above(Metric.THROUGHPUT, 2_000)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(0.05, Limit.below(Metric.P95, Duration.ofNanos(900_000)))
                        .verdict())
                .as("even the fastest operation misses it")
                .isEqualTo(Verdict.FAIL);
        assertThat(judge(0.05, Limit.below(Metric.RAW_DEGRADATION, 4)).verdict())
                .as("a ratio of the same rounds")
                .isEqualTo(Verdict.FAIL);
    }
}
