package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leadfactory.perf.measure.Allocation;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

class JudgeTest {
    private static final long MILLISECOND = 1_000_000;

    private static Measurement.Builder of(int samples, IntToLongFunction nanosOf) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < samples; i++) {
            recorder.record(i * (10 * MILLISECOND), nanosOf.applyAsLong(i));
        }
        return Measurement.of("s").add(recorder).time(Instant.EPOCH, Duration.ofSeconds(1));
    }

    /** A hundred times of 1 to 100 ms in an order without a trend. */
    private static Measurement hundred() {
        return of(100, i -> (1 + (i * 37) % 100) * MILLISECOND).build();
    }

    private static Finding only(Judgement judgement) {
        assertThat(judgement.findings()).hasSize(1);
        return judgement.findings().get(0);
    }

    private static Limit below(Metric metric, long millis) {
        return Limit.below(metric, Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 4, 6, PASS",
        "10, 9, 11, INCONCLUSIVE",
        "9, 8, 10, INCONCLUSIVE",
        "11, 9, 12, INCONCLUSIVE",
        "12, 11, 13, FAIL",
        "11, 10, 12, FAIL"
    })
    void judge_intervalAgainstBelowTen_followsTheRule(double value, double low, double high, Verdict verdict) {
        Figure figure = new Figure(Metric.MEAN, value, low, high, 100);
        assertThat(Judge.judge(figure, Limit.below(Metric.MEAN, 10)).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"15, 14, 16, PASS", "10, 9, 11, INCONCLUSIVE", "11, 10, 12, INCONCLUSIVE", "8, 7, 9, FAIL"})
    void judge_intervalAgainstAboveTen_followsTheRule(double value, double low, double high, Verdict verdict) {
        Figure figure = new Figure(Metric.THROUGHPUT, value, low, high, 100);
        assertThat(Judge.judge(figure, Limit.above(Metric.THROUGHPUT, 10)).verdict())
                .isEqualTo(verdict);
    }

    @Test
    void judge_exactFigure_isComparedAsItIs() {
        Finding fail = Judge.judge(Figure.exact(Metric.MAX, 12 * MILLISECOND, 5), below(Metric.MAX, 10));
        assertThat(fail.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(fail.reason()).isEqualTo("it is 2 ms (20 %) above the limit");
        assertThat(Judge.judge(Figure.exact(Metric.MAX, 10 * MILLISECOND, 5), below(Metric.MAX, 10))
                        .reason())
                .isEqualTo("it is on the limit, which must be < 10 ms");
        assertThat(Judge.judge(Figure.exact(Metric.MAX, 9 * MILLISECOND, 5), below(Metric.MAX, 10))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_unknownFigure_isInconclusive() {
        Finding finding = Judge.judge(
                Figure.exact(Metric.RESIDENT_GROWTH, Double.NaN, 8), Limit.below(Metric.RESIDENT_GROWTH, 5));
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason()).isEqualTo("the figure is unknown");
    }

    @Test
    void judge_percentileOfTooSmallASample_isInconclusiveAndHasNoValue() {
        Finding finding = only(Judge.judge(of(58, i -> MILLISECOND).build(), below(Metric.P95, 50)));
        assertThat(finding.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(finding.reason()).isEqualTo("a P95 with a 95 % interval needs at least 59 samples, there are 58");
        assertThat(finding.figure().value()).isNaN();
        assertThat(Judge.judge(of(59, i -> MILLISECOND).build(), below(Metric.P95, 50))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_percentileWhoseIntervalHoldsTheLimit_isInconclusive() {
        assertThat(only(Judge.judge(hundred(), below(Metric.P95, 96))).reason())
                .startsWith("the 95 % interval ")
                .endsWith("holds the limit < 96 ms: take more samples");
    }

    @Test
    void judge_noSamples_neverPasses() {
        Measurement empty = Measurement.of("s").build();
        Judgement judgement = Judge.judge(
                empty,
                below(Metric.MEAN, 1),
                below(Metric.P95, 1),
                below(Metric.MAX, 1),
                below(Metric.ELAPSED, 1),
                Limit.above(Metric.THROUGHPUT, 0),
                Limit.atMost(Metric.ERRORS, 0));
        assertThat(judgement.findings()).extracting(Finding::verdict).containsOnly(Verdict.INCONCLUSIVE);
        assertThat(Judge.judge(empty).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_errorsWithoutALimit_failsByAFindingOfTheirOwn() {
        Recorder recorder = Recorder.closed();
        recorder.fail(1, new IllegalStateException("lost"), false);
        Measurement measurement = of(100, i -> MILLISECOND).add(recorder).build();
        Judgement judgement = Judge.judge(measurement, below(Metric.MEAN, 50));
        assertThat(judgement.findings()).hasSize(2);
        assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judgement.findings().get(1).limit()).isEqualTo(Limit.atMost(Metric.ERRORS, 0));
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(judgement::assertPassed)
                .withMessageContaining("{java.lang.IllegalStateException=1}")
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void judge_errorsThatTheCallerAllows_pass() {
        Recorder recorder = Recorder.closed();
        recorder.fail(1, new IllegalStateException(), false);
        Measurement measurement = of(100, i -> MILLISECOND).add(recorder).build();
        assertThat(Judge.judge(measurement, Limit.atMost(Metric.ERRORS, 1), below(Metric.MEAN, 50))
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_errorsThatTheScenarioExpects_pass() {
        Recorder recorder = Recorder.closed();
        recorder.fail(1, new IllegalStateException(), true);
        Measurement measurement = of(100, i -> MILLISECOND).add(recorder).build();
        assertThat(Judge.judge(measurement, below(Metric.MEAN, 50)).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void judge_metricOfSomethingElse_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Judge.judge(hundred(), Limit.below(Metric.HEAP_GROWTH, 5)))
                .withMessageStartingWith("a measurement has no metric \"heap\": known are mean,");
        MemoryTrend trend = trend(i -> 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Judge.judge(trend, Limit.below(Metric.MEAN, 5)))
                .withMessageStartingWith("a memory trend has no metric \"mean\"");
    }

    @Test
    void assertPassed_oneFailure_statesTheFactsOnLines() {
        AssertionFailedError error = catchThrowableOfType(
                AssertionFailedError.class,
                () -> Judge.judge(hundred(), below(Metric.P95, 35)).assertPassed());
        assertThat(error).hasMessageMatching("""

                scenario          : s
                expected P95 below: 35 ms
                but was           : 95(\\.\\d)? ms \\(95 % interval .* ms \\.\\. .* ms\\)
                verdict           : FAIL, it is \\d\\d(\\.\\d)? ms \\(17\\d %\\) above the limit
                samples           : 100
                users             : 1
                load              : closed
                jdk               : \\S+
                cores             : \\d+(\\n.*)*
                next              : see above and in the report's timeline .*""");
        assertThat(error.getExpected().getStringRepresentation()).isEqualTo("P95 < 35 ms");
        assertThat(error.getActual().getStringRepresentation()).startsWith("P95 9");
    }

    @Test
    void assertPassed_severalFailures_tellsAllFailuresFirst() {
        MultipleFailuresError error = catchThrowableOfType(
                MultipleFailuresError.class,
                () -> Judge.judge(hundred(), below(Metric.P99, 500), below(Metric.MEAN, 1), below(Metric.MAX, 2))
                        .assertPassed());
        assertThat(error).hasMessageStartingWith("scenario \"s\" is FAIL (3 failures)");
        assertThat(error.getFailures()).hasSize(3);
        assertThat(error.getFailures().get(2)).hasMessageContaining("INCONCLUSIVE, a P99");
    }

    @Test
    void assertPassed_nothingJudged_isNotGreen() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Judge.judge(hundred()).assertPassed())
                .withMessage("scenario \"s\" is INCONCLUSIVE: no limit was stated, so nothing was judged");
    }

    @Test
    void of_findingsOfOnesOwn_areJudgedTogether() {
        Metric lost = new Metric("lost", "lost events", Unit.COUNT);
        Finding none = Judge.judge(Figure.exact(lost, 0, 500), Limit.atMost(lost, 0));
        Finding some = Judge.judge(Figure.exact(lost, 3, 500), Limit.atMost(lost, 0));
        assertThat(Judgement.of("s", List.of(none)).verdict()).isEqualTo(Verdict.PASS);
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Judgement.of("s", List.of(none, some)).assertPassed())
                .withMessageContaining("expected lost events at most: 0")
                .withMessageContaining("but was                     : 3");
    }

    private static MemoryTrend trend(IntToLongFunction heap) {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 100, 0, heap.applyAsLong(i), Double.NaN));
        }
        return new MemoryTrend("m", 4, Instant.EPOCH, Duration.ofSeconds(10), cycles, 2, List.of());
    }

    @Test
    void judge_memoryThatGrows_failsByGrowthAndTrend() {
        Judgement judgement = Judge.judge(
                trend(i -> i * 10_000_000L + (i % 2) * 1_000_000L),
                Limit.below(Metric.HEAP_GROWTH, 50e6),
                Limit.below(Metric.HEAP_TREND, 100_000),
                Limit.below(Metric.RESIDENT_GROWTH, 50e6));
        assertThat(judgement.findings())
                .extracting(Finding::verdict)
                .containsExactly(Verdict.FAIL, Verdict.FAIL, Verdict.INCONCLUSIVE);
        assertThat(judgement.describe(judgement.findings().get(0))).contains("cycles", "8 (2 more dropped)");
    }

    @Test
    void judge_memoryThatSways_passes() {
        Judgement judgement = Judge.judge(
                trend(i -> 20_000_000L + (i * 7 % 5) * 100_000L),
                Limit.below(Metric.HEAP_GROWTH, 50e6),
                Limit.atMost(Metric.HEAP_TREND, 0));
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void between_saturatedCores_dividesByTheirFloor() {
        Measurement one = of(100, i -> 10 * MILLISECOND)
                .cost(0.8, Double.NaN, GcActivity.none())
                .build();
        Measurement ten = of(100, i -> 60 * MILLISECOND).users(10, false).build();
        Degradation degradation = Degradation.between(one, ten, 2);
        assertThat(degradation.raw()).isEqualTo(6);
        assertThat(degradation.floor()).isEqualTo(4);
        assertThat(degradation.overFloor().value()).isEqualTo(1.5);
        assertThat(degradation.rawFactor().value()).isEqualTo(6);
        assertThat(Degradation.between(one, ten, 64).floor()).isEqualTo(1);
    }

    @Test
    void between_unknownCpuShare_hasNoFactorOverTheFloor() {
        Measurement one = of(100, i -> 10 * MILLISECOND).build();
        Measurement ten = of(100, i -> 60 * MILLISECOND).users(10, false).build();
        assertThat(Degradation.between(one, ten, 2).overFloor().value()).isNaN();
        assertThat(Degradation.between(one, ten, 2).rawFactor().value()).isEqualTo(6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Degradation.between(ten, one, 2))
                .withMessage("a degradation is between 1 user and more: 10 and 1 users");
    }

    private static PairedMeasurement pairs(long seed, int n, double factor) {
        Random random = new Random(seed);
        List<Pair> pairs = new ArrayList<>();
        double machine = 0;
        for (int i = 0; i < n; i++) {
            // The machine's own sway is shared by a pair, as it is in a real one; now and then one side is hit hard.
            machine = 0.9 * machine + 0.1 * random.nextGaussian();
            double base = 1e6 * Math.exp(machine);
            double hit = random.nextInt(10) == 0 ? 5 : 1;
            pairs.add(new Pair(
                    base * Math.exp(0.02 * random.nextGaussian()),
                    base * factor * hit * Math.exp(0.02 * random.nextGaussian())));
        }
        return new PairedMeasurement("c", pairs, 1, 7, Duration.ofSeconds(1));
    }

    @Test
    void ratio_sameSeed_isTheSame() {
        PairedMeasurement measurement = pairs(1, 100, 1.3);
        assertThat(Ratio.of(measurement)).isEqualTo(Ratio.of(measurement));
    }

    @Test
    void ratio_manyRuns_coversTheTruth() {
        int covered = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            Figure ratio = Ratio.of(pairs(trial, 200, 1.3));
            // A tenth of the candidate's blocks is hit, which moves the true median by 0.14 of its spread of 0.028.
            double truth = 1.3 * Math.exp(0.14 * 0.02 * Math.sqrt(2));
            if (ratio.low() <= truth && truth <= ratio.high()) {
                covered++;
            }
        }
        assertThat((double) covered / trials).as("seeds 0 .. 199").isGreaterThan(0.88);
    }

    @ParameterizedTest
    @CsvSource({"20, 0, 0.95", "40, 0, 0.95", "100, 0, 0.95", "60, 0.5, 0.9"})
    void ratio_fewOrCorrelatedPairs_coversTheTruthAsPromised(int pairs, double correlation, double promised) {
        long seed = 20_261_123;
        Random random = new Random(seed);
        int trials = 200;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            double noise = random.nextGaussian();
            List<Pair> all = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                noise = correlation * noise + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                all.add(new Pair(1_000, 1_300 * Math.exp(0.1 * noise)));
            }
            Figure ratio = Ratio.of(new PairedMeasurement("c", all, 1, trial, Duration.ofSeconds(1)));
            if (ratio.low() <= 1.3 && 1.3 <= ratio.high()) {
                covered++;
            }
        }
        // Three standard errors of the simulation below the promise.
        double error = Math.sqrt(promised * (1 - promised) / trials);
        assertThat((double) covered / trials).as("seed %d", seed).isGreaterThanOrEqualTo(promised - 3 * error);
    }

    @Test
    void ratio_blockTooShortForTheClock_isUnknown() {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            all.add(new Pair(i == 7 ? 0 : 100, i == 7 ? 0 : 100));
        }
        Figure ratio = Ratio.of(new PairedMeasurement("c", all, 1, 1, Duration.ofSeconds(1)));
        assertThat(Judge.judge(ratio, Limit.below(Metric.OVERHEAD, 2)).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_noSamplesOrInfinite_isNeverPassed() {
        Limit limit = Limit.atMost(Metric.OVERHEAD, 1);
        assertThat(Judge.judge(Figure.exact(Metric.OVERHEAD, 0, 0), limit).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.judge(Figure.exact(Metric.OVERHEAD, 2, 0), limit).verdict())
                .isEqualTo(Verdict.FAIL);
        Limit rate = Limit.above(Metric.THROUGHPUT, 100);
        assertThat(Judge.judge(Figure.exact(Metric.THROUGHPUT, Double.POSITIVE_INFINITY, 5), rate)
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judge_memoryOfTooFewCycles_isInconclusive() {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i + 1L), 10, 0, 1_000, 1_000));
        }
        MemoryTrend trend = new MemoryTrend("s", 1, Instant.EPOCH, Duration.ofSeconds(4), cycles, 0, List.of());
        assertThat(only(Judge.judge(trend, Limit.below(Metric.HEAP_GROWTH, 50_000_000)))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void figure_intervalWithOneEnd_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figure(Metric.MEAN, 5, 4, Double.NaN, 9))
                .withMessage("interval must have both ends or none: 4.0 .. NaN");
    }

    @Test
    void ratio_tooFewPairs_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratio.of(pairs(1, 19, 1)))
                .withMessage("the ratio of \"c\" needs at least 20 pairs: 19");
    }

    @Test
    void judge_allocationOfThreadsThatEndedUnseen_isInconclusiveAndSaysWhy() {
        Allocation amount = new Allocation(2_048, 1_024, 0, Allocation.Scope.LIVING_THREADS);
        Limit limit = Limit.below(Metric.ALLOCATED, 4_096);
        Measurement seen = of(100, i -> MILLISECOND).allocation(amount).build();
        assertThat(only(Judge.judge(seen, limit)).verdict()).isEqualTo(Verdict.PASS);
        Measurement unseen =
                of(100, i -> MILLISECOND).allocation(amount.withUnseenThreads()).build();
        assertThat(only(Judge.judge(unseen, limit)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(only(Judge.judge(unseen, limit)).reason())
                .isEqualTo(
                        "threads ended during the run, and before JDK 21 a JVM does not tell what they had allocated:"
                                + " keep the threads, or measure on JDK 21 or newer");
    }

    @ParameterizedTest
    @CsvSource({"5, INCONCLUSIVE", "6, INCONCLUSIVE", "7, FAIL"})
    void judge_leakOfFewCycles_isOnlyCertainFromSevenOn(int kept, Verdict verdict) {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 100, 0, i * 1e6, Double.NaN));
        }
        MemoryTrend trend = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles, 0, List.of());
        Finding finding = only(Judge.judge(trend, Limit.atMost(Metric.LEAK, 16)));
        assertThat(finding.verdict()).isEqualTo(verdict);
        if (verdict == Verdict.INCONCLUSIVE) {
            assertThat(finding.reason()).isEqualTo("a leak is only certain from 7 kept cycles on, there are " + kept);
        }
    }
}
