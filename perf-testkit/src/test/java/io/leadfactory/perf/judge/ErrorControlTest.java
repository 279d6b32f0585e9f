package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class ErrorControlTest {
    private static Finding finding(Verdict verdict, double p) {
        Figure figure = new Figure(Metric.MEAN, 12, 11, 13, 100);
        return new Finding(Limit.below(Metric.MEAN, 10), figure, verdict, "because", p);
    }

    private static ErrorControl control() {
        return ErrorControl.of(0.01, OptionalInt.empty());
    }

    @Test
    void admit_beyondDoubt_staysFail() {
        Finding fail = finding(Verdict.FAIL, 1e-9);
        assertThat(control().admit(fail)).isSameAs(fail);
    }

    @Test
    void admit_weakFail_becomesInconclusiveAndSaysWhatIsMissing() {
        Finding doubt = control().admit(finding(Verdict.FAIL, 0.02));
        assertThat(doubt.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(doubt.reason())
                .isEqualTo("because, but among all checks of the run chance may do that: p is 0.020 and must be at most"
                        + " 0.0050; take more samples");
    }

    @Test
    void admit_countsAndPasses_areUntouched() {
        ErrorControl control = control();
        Finding errors =
                new Finding(Limit.atMost(Metric.ERRORS, 0), Figure.exact(Metric.ERRORS, 1, 10), Verdict.FAIL, "errors");
        Finding pass = finding(Verdict.PASS, 1);
        assertThat(control.admit(errors)).isSameAs(errors);
        assertThat(control.admit(pass)).isSameAs(pass);
        assertThat(control.settle(errors)).isSameAs(errors);
    }

    @Test
    void admit_sharesWithoutANumber_addUpToOneAndShrink() {
        ErrorControl control = control();
        assertThat(control.admit(finding(Verdict.FAIL, 0.0049)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(control.admit(finding(Verdict.FAIL, 0.0017)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.admit(finding(Verdict.FAIL, 0.0008)).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void admit_declaredNumber_givesEqualSharesAndNothingBeyond() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(2));
        assertThat(control.admit(finding(Verdict.FAIL, 0.0049)).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(control.admit(finding(Verdict.PASS, 1)).verdict()).isEqualTo(Verdict.PASS);
        Finding beyond = control.admit(finding(Verdict.FAIL, 1e-30));
        assertThat(beyond.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(beyond.reason())
                .endsWith("perf.checks declares 2 statistical checks and this is number 3: declare as"
                        + " many as there are");
        assertThat(control.settle(beyond)).isSameAs(beyond);
    }

    @Test
    void settle_confirmedFail_givesItsShareToTheOthers() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(2));
        Finding weak = finding(Verdict.FAIL, 0.008);
        Finding doubt = control.admit(weak);
        assertThat(doubt.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.settle(doubt)).isSameAs(doubt);
        control.admit(finding(Verdict.FAIL, 1e-9));
        assertThat(control.settle(doubt)).isSameAs(weak);
    }

    @Test
    void settle_holmStopsAtTheFirst_restStaysInDoubt() {
        ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(3));
        Finding first = control.admit(finding(Verdict.FAIL, 0.006));
        Finding second = control.admit(finding(Verdict.FAIL, 0.009));
        control.admit(finding(Verdict.FAIL, 0.001));
        assertThat(control.settle(first).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(control.settle(second).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    /** A thousand seeded runs of forty limits that all hold: p-values are uniform, and a tenth of them gets to claim. */
    @Test
    void admitAndSettle_nothingWrongInAThousandRuns_failsInOneOfAHundredAtMost() {
        Random random = new Random(20261127);
        int plain = 0;
        int controlled = 0;
        for (int run = 0; run < 1_000; run++) {
            ErrorControl control = run % 2 == 0 ? control() : ErrorControl.of(0.01, OptionalInt.of(40));
            List<Finding> admitted = new ArrayList<>();
            boolean any = false;
            for (int i = 0; i < 40; i++) {
                double p = random.nextDouble();
                any |= p <= 0.025;
                admitted.add(control.admit(finding(p <= 0.025 ? Verdict.FAIL : Verdict.PASS, p)));
            }
            plain += any ? 1 : 0;
            boolean failed = admitted.stream().map(control::settle).anyMatch(one -> one.verdict() == Verdict.FAIL);
            controlled += failed ? 1 : 0;
        }
        assertThat(plain).as("runs with a false FAIL without control").isGreaterThan(550);
        assertThat(controlled).as("runs with a false FAIL, of 1 000").isLessThanOrEqualTo(20);
    }

    @Test
    void of_badArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorControl.of(0, OptionalInt.empty()))
                .withMessage("error rate must be above 0 and below 1: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ErrorControl.of(0.01, OptionalInt.of(0)))
                .withMessage("checks must be positive: 0");
    }

    @Test
    void pValue_ofAnInterval_isThatOfItsStandardErrors() {
        Finding straddles = Judge.judge(new Figure(Metric.MEAN, 12, 10, 14, 9), Limit.below(Metric.MEAN, 10));
        assertThat(straddles.pValue()).isCloseTo(0.025, within(1e-6));
        Finding far = Judge.judge(new Figure(Metric.MEAN, 12, 11.5, 14, 9), Limit.below(Metric.MEAN, 10));
        assertThat(far.pValue()).isBetween(1e-15, 1e-14);
        assertThat(Judge.judge(new Figure(Metric.MEAN, 9, 8, 10, 9), Limit.below(Metric.MEAN, 10))
                        .pValue())
                .isEqualTo(1);
        assertThat(Judge.judge(Figure.exact(Metric.MAX, 12, 9), Limit.below(Metric.MAX, 10))
                        .pValue())
                .isNaN();
        assertThat(Significance.normalAbove(3)).isCloseTo(0.0013498980, within(1e-9));
        assertThat(Significance.normalAbove(2.99999)).isCloseTo(Significance.normalAbove(3.00001), within(1e-6));
        assertThat(Significance.normalAbove(-1)).isCloseTo(0.8413447, within(1e-6));
    }

    private static Measurement round(int users, double nanos) {
        Recorder recorder = Recorder.closed();
        recorder.record(Math.round(nanos), Math.round(nanos));
        return Measurement.of("s")
                .add(recorder)
                .users(users, false)
                .time(Instant.EPOCH, Duration.ofNanos(Math.round(nanos)))
                .build();
    }

    /** Rounds of eight users who are twice as slow as one; each says so with an error of its own, which has no bias. */
    private static List<Measurement> twiceAsSlow(Random random) {
        List<Measurement> rounds = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            double error = 0.05 * random.nextGaussian();
            rounds.add(round(8, 2e6 * Math.exp(error)));
            rounds.add(round(8, 2e6 * Math.exp(-error)));
        }
        return rounds;
    }

    /** Four hundred seeded runs of twenty sweeps of five rounds each, whose limits all hold. */
    @Test
    void admit_sweepsOfFiveRounds_failInOneRunOfAHundredAtMost() {
        Random random = new Random(20261127);
        List<Measurement> slow = twiceAsSlow(random);
        List<Measurement> lowest = Collections.nCopies(5, round(1, 1e6));
        int failed = 0;
        for (int run = 0; run < 400; run++) {
            ErrorControl control = ErrorControl.of(0.01, OptionalInt.of(20));
            boolean any = false;
            for (int i = 0; i < 20; i++) {
                List<Measurement> eight =
                        random.ints(5, 0, slow.size()).mapToObj(slow::get).toList();
                SweepMeasurement sweep = new SweepMeasurement(
                        "s",
                        Instant.EPOCH,
                        Duration.ofSeconds(1),
                        2,
                        List.of(
                                new SweepLevel(lowest.get(0), lowest, Duration.ZERO),
                                new SweepLevel(eight.get(0), eight, Duration.ZERO)),
                        1);
                any |= Scaling.judge(sweep, 8, List.of(Limit.below(Metric.RAW_DEGRADATION, 2.0)))
                                .under(control)
                                .verdict()
                        == Verdict.FAIL;
            }
            failed += any ? 1 : 0;
        }
        assertThat(failed).as("runs with a false FAIL, of 400").isLessThanOrEqualTo(10);
    }

    /** However steep a trend is, its order alone comes about by chance in one of n! cases. */
    @Test
    void pValue_ofATrend_isThatOfItsOrder() {
        List<Cycle> cycles = IntStream.range(0, 8)
                .mapToObj(i -> new Cycle(i, Duration.ofSeconds(i), 10, 0, i * 1e6, i * 1e6))
                .toList();
        MemoryTrend memory = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(8), cycles, 0, List.of());
        SoakMeasurement soak = new SoakMeasurement(
                round(1, 1e6),
                memory,
                IntStream.range(0, 8).mapToObj(i -> 1e6 * (1 + i)).toList());
        List<Finding> findings = new ArrayList<>(Judge.judge(
                        memory,
                        Limit.below(Metric.HEAP_GROWTH, 100),
                        Limit.below(Metric.RESIDENT_GROWTH, 100),
                        Limit.atMost(Metric.LEAK, 16))
                .findings());
        findings.addAll(SoakJudge.judge(soak, List.of(Limit.atMost(Metric.SLOW_DOWN, 1.05)))
                .findings());
        assertThat(findings).hasSize(4).allSatisfy(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.pValue()).isCloseTo(1 / 40_320.0, within(1e-12));
        });
    }
}
