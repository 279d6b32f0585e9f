package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IsolationJudgeTest {
    private static final Limit P95 = Limit.below(Metric.P95, Duration.ofMillis(20));

    private static Measurement of(long millis) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 400; i++) {
            recorder.record(i * 1_000_000L, millis * 1_000_000);
        }
        return Measurement.of("search")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .build();
    }

    private static Judgement judge(long during, Optional<Use> use) {
        return Judge.judge(new IsolationMeasurement("i", of(10), of(during), of(10), use), P95);
    }

    @Test
    void judge_limitsKeptInEachPhase_passes() {
        Judgement judgement = judge(11, Optional.of(new Use(50, 50, "java.sql.SQLException: down")));
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.findings())
                .extracting(Finding::reason)
                .containsExactly("before the fault", "during the fault", "after the fault");
    }

    @Test
    void judge_limitMissedDuringTheFault_failsAndSaysWhen() {
        Judgement judgement = judge(30, Optional.of(new Use(50, 49, "java.sql.SQLException: down")));
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.failures()).hasSize(1);
        assertThat(judgement.failures().get(0).getMessage())
                .contains("FAIL, during the fault: it is")
                .contains("49 of 50 uses failed during the fault, the first with java.sql.SQLException: down");
    }

    @Test
    void judge_faultNeverSeen_isInconclusive() {
        Judgement judgement = judge(11, Optional.of(new Use(50, 0, "")));
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.failures().get(0).getMessage())
                .contains("expected failed uses of the broken part at least", "nothing was isolated from it");
    }

    @Test
    void phases_limitMissedDuringTheFault_failsThatPhaseAlone() {
        IsolationMeasurement isolation = new IsolationMeasurement(
                "i", of(10), of(30), of(10), Optional.of(new Use(50, 49, "java.sql.SQLException: down")));

        List<Judgement> phases = IsolationJudge.phases(isolation, List.of(P95));

        assertThat(phases).extracting(Judgement::verdict).containsExactly(Verdict.PASS, Verdict.FAIL, Verdict.PASS);
        assertThat(phases.get(1).failures().get(0).getMessage())
                .contains("FAIL, during the fault: it is", "49 of 50 uses failed during the fault");
    }

    @Test
    void phases_faultNeverSeen_isInconclusiveDuringIt() {
        IsolationMeasurement isolation =
                new IsolationMeasurement("i", of(10), of(10), of(10), Optional.of(new Use(50, 0, "")));

        assertThat(IsolationJudge.phases(isolation, List.of(P95)))
                .extracting(Judgement::verdict)
                .containsExactly(Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.PASS);
    }

    @Test
    void judge_noLimit_isInconclusive() {
        assertThat(Judge.judge(new IsolationMeasurement("i", of(1), of(1), of(1), Optional.empty()))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_limitMissed_keepsTheChanceOfIt() {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 400; i++) {
            recorder.record(i * 1_000_000L, (i % 10 == 0 ? 30 : 10) * 1_000_000L);
        }
        Measurement during = Measurement.of("search")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .build();
        double alone = Judge.judge(during, P95).findings().get(0).pValue();
        assertThat(alone).isBetween(1e-6, 1e-3);
        assertThat(Judge.judge(new IsolationMeasurement("i", of(10), during, of(10), Optional.empty()), P95)
                        .findings()
                        .get(1)
                        .pValue())
                .isEqualTo(alone);
    }
}
