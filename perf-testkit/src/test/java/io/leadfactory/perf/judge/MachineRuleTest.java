package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineRuleTest {
    private static final long MILLISECOND = 1_000_000;
    private static final int SAMPLES = 1_000;

    private static final Fitness UNFIT =
            new Fitness(Fitness.State.UNFIT, List.of("the same work took up to 60 % longer"), 0.6, 0, 0, 1);

    private static MachineUse quiet() {
        return new MachineUse(1, 0.4, 0, new HostActivity(2, 1e9, 0.4, 0.4, 0, 0), Fitness.notChecked());
    }

    /** The one user waited in three tenths of its time, for others. */
    private static MachineUse disturbed() {
        return new MachineUse(1, 0.4, 0.3, new HostActivity(2, 1e9, 2, 0.4, 0, 0), Fitness.notChecked());
    }

    private static MachineUse unfit() {
        return new MachineUse(1, 0.4, 0, new HostActivity(2, 1e9, 0.4, 0.4, 0, 0), UNFIT);
    }

    /** Every tenth operation takes as long as given, raw, corrected and unhindered; the others 1 ms. */
    private static Measurement measured(
            MachineUse use, int raw, int corrected, int unhindered, Optional<String> doubt) {
        Recorder recorder = Recorder.closed();
        recorder.keepCorrected();
        for (int i = 0; i < SAMPLES; i++) {
            boolean slow = i % 10 == 0;
            long ended = i * MILLISECOND;
            recorder.record(ended, (slow ? raw : 1) * MILLISECOND);
            recorder.recordCorrected(
                    ended, (slow ? corrected : 1) * MILLISECOND, (slow ? unhindered : 1) * MILLISECOND);
        }
        return Measurement.of("s")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .machine(use, doubt)
                .build();
    }

    private static Measurement uncorrected(MachineUse use, int fast, int slow) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < SAMPLES; i++) {
            recorder.record(i * MILLISECOND, (i % 10 == 0 ? slow : fast) * MILLISECOND);
        }
        return Measurement.of("s")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .machine(use, Optional.of("nobody asked"))
                .build();
    }

    private static Finding p95Below(Measurement measurement, int millis) {
        return Judge.judge(measurement, Limit.below(Metric.P95, Duration.ofMillis(millis)))
                .findings()
                .get(0);
    }

    @Test
    void judge_rawFailsCorrectedPasses_passesAndTellsBoth() {
        Finding finding = p95Below(measured(disturbed(), 80, 15, 15, Optional.empty()), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.figure().render()).isEqualTo("15 ms");
        assertThat(finding.reason())
                .isEqualTo(
                        "raw 80.0 ms, corrected 15 ms: the machine was the limit: 1 user wanted 0.7 of 2 cores and waited"
                                + " for one in 43 % of that time; other processes had 1.6 of 2 cores and took 30 % of the users'"
                                + " time");
    }

    @Test
    void judge_correctionInDoubt_neverPasses() {
        Finding finding = p95Below(measured(disturbed(), 80, 15, 15, Optional.of("a quota")), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.figure().render()).isEqualTo("80.0 ms");
    }

    @Test
    void judge_failsEvenWithoutAnyWaiting_failsOnADisturbedMachine() {
        Finding finding = p95Below(measured(disturbed(), 80, 40, 30, Optional.empty()), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason())
                .isEqualTo("it is 60.0 ms (300 %) above the limit; corrected 40.0 ms for what other processes took");
        assertThat(finding.pValue()).isLessThan(1e-6);
    }

    @Test
    void judge_correctionLeavesARest_isInconclusiveOnADisturbedMachine() {
        Finding finding = p95Below(measured(disturbed(), 80, 40, 15, Optional.empty()), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .contains("may be the machine's", "took 30 % of the users' time", "corrected 40.0 ms");
    }

    @Test
    void judge_ownWaitingOnAQuietMachine_fails() {
        MachineUse own = new MachineUse(8, 2, 6, new HostActivity(2, 1e9, 2, 2, 0, 0), UNFIT);
        Measurement measurement = measured(own, 80, 80, 10, Optional.empty());
        assertThat(p95Below(measurement, 20).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judge.judge(measurement, Limit.below(Metric.P95, Duration.ofMillis(20)))
                        .failures()
                        .get(0))
                .hasMessageContaining("the machine was the limit: 8 users wanted 8.0 of 2 cores");
    }

    @Test
    void judge_unfitMachineWithoutCorrection_isInconclusiveNotFail() {
        Finding finding = p95Below(uncorrected(unfit(), 1, 80), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .isEqualTo("it is 60.0 ms (300 %) above the limit, but that may be the machine's: the machine was unfit"
                        + " before: the same work took up to 60 % longer");
    }

    @Test
    void judge_unfitMachine_stillPassesAndStillFailsWhatIsCertain() {
        assertThat(p95Below(uncorrected(unfit(), 1, 15), 20).verdict()).isEqualTo(Verdict.PASS);
        assertThat(p95Below(uncorrected(unfit(), 25, 80), 20).verdict())
                .as("even the fastest operation is above the limit")
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_quietMachine_fails() {
        assertThat(p95Below(uncorrected(quiet(), 1, 80), 20).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void judge_throughputAndElapsed_areExcusedForWhatWaitingExplains() {
        Measurement measurement = uncorrected(disturbed(), 1, 2);
        assertThat(judge(measurement, Limit.above(Metric.THROUGHPUT, 1_200))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(measurement, Limit.above(Metric.THROUGHPUT, 2_000))).isEqualTo(Verdict.FAIL);
        assertThat(judge(measurement, Limit.below(Metric.ELAPSED, Duration.ofMillis(800))))
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judge(measurement, Limit.below(Metric.ELAPSED, Duration.ofMillis(500))))
                .isEqualTo(Verdict.FAIL);
    }

    private static Verdict judge(Measurement measurement, Limit limit) {
        return Judge.judge(measurement, limit).findings().get(0).verdict();
    }

    /** Each operation takes 1 ms and is due every 10 ms; its user is free but starts late, or is not free. */
    private static Measurement open(long lateMillis, boolean free) {
        Recorder recorder = Recorder.open();
        for (int i = 0; i < SAMPLES; i++) {
            long due = i * 10L * MILLISECOND;
            long began = due + lateMillis * MILLISECOND;
            if (!free) {
                // Another operation of the same user was under way when this one was due.
                recorder.recordDue(due - 5 * MILLISECOND, due - 5 * MILLISECOND, began);
            }
            recorder.recordDue(due, began, began + MILLISECOND);
        }
        return Measurement.of("s")
                .add(recorder)
                .loadModel("open, 100 /s")
                .time(Instant.EPOCH, Duration.ofSeconds(10))
                .build();
    }

    @Test
    void judge_generatorStartsLate_isInconclusiveNotASlowSystem() {
        Finding finding = p95Below(open(30, true), 20);
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason())
                .isEqualTo(
                        "it is 11 ms (55 %) above the limit, but that may be the machine's: the generator was overloaded:"
                                + " users that were free began their operations late, P95 30 ms");
    }

    @Test
    void judge_systemKeepsItsUsersBusy_fails() {
        assertThat(p95Below(open(30, false), 20).verdict()).isEqualTo(Verdict.FAIL);
    }
}
