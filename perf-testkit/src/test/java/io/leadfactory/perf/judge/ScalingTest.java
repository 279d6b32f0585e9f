package io.leadfactory.perf.judge;

import static io.leadfactory.perf.Perf.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
}
