package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A ratio's p-value and its interval are two sides of one rule. */
class ComparisonSignificanceTest {
    /** Student's quantile is an approximation. */
    private static final double ROUNDING = 1 + 1e-3;

    /** Ratios about 1.1 whose neighbours depend on each other, of which some are far off, and some alike to the digit. */
    private static List<Pair> pairs(Random random, int number) {
        double dependence = random.nextBoolean() ? 0 : 0.9 * random.nextDouble();
        double grain = random.nextInt(4) == 0 ? 50 : 1e-9;
        List<Pair> pairs = new ArrayList<>();
        double noise = 0;
        for (int i = 0; i < number; i++) {
            noise = dependence * noise + Math.sqrt(1 - dependence * dependence) * random.nextGaussian();
            double hit = random.nextInt(10) == 0 ? 1 + random.nextDouble() : 1;
            double nanos = 11_000 * Math.exp(0.03 * noise) * hit;
            pairs.add(new Pair(10_000, Math.max(1, Math.rint(nanos / grain)) * grain));
        }
        return pairs;
    }

    private static PairedMeasurement measured(
            List<Pair> pairs, Optional<SequentialPlan> plan, List<Look> looks, Loads loads) {
        return new PairedMeasurement(
                "parse",
                pairs,
                1,
                7,
                Duration.ofSeconds(1),
                1,
                ClockChoice.wall("no other clock was read"),
                List.of(),
                plan,
                looks,
                loads);
    }

    private static PairedMeasurement planned(List<Pair> pairs, int look, double limit) {
        double[] ratios = PairedMeasurement.quadRatios(pairs);
        RatioInterval interval = RatioInterval.of(ratios, 1 - SequentialPlan.errorAt(look), 7);
        List<Look> looks = Collections.nCopies(look + 1, new Look(interval, interval.median(), Duration.ofSeconds(1)));
        return measured(
                pairs,
                Optional.of(new SequentialPlan(limit, 0, Duration.ofSeconds(4))),
                looks,
                Loads.once(pairs.size()));
    }

    /** A limit inside, just inside, just outside and far outside of the interval's lower end. */
    private static double limit(Random random, double low, double value) {
        return switch (random.nextInt(4)) {
            case 0 -> low + (value - low) * random.nextDouble();
            case 1 -> low * (1 + 1e-6);
            case 2 -> low * (1 - 1e-6);
            default -> low * (1 - 0.2 * random.nextDouble());
        };
    }

    private static void agrees(PairedMeasurement measured, double limit, double error, long seed) {
        Finding finding = ComparisonJudge.judge(measured, Limit.atMost(Metric.OVERHEAD, limit))
                .findings()
                .get(0);
        boolean leavesOut = finding.figure().low() > limit;
        assertThat(finding.verdict() == Verdict.FAIL).as("seed %d", seed).isEqualTo(leavesOut);
        if (leavesOut) {
            assertThat(finding.pValue()).as("seed %d", seed).isLessThanOrEqualTo(error / 2 * ROUNDING);
        } else {
            assertThat(finding.pValue()).as("seed %d", seed).isGreaterThanOrEqualTo(error / 2 / ROUNDING);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 40, 150})
    void pValue_ofPairs_isBelowTheErrorWhereTheIntervalLeavesTheLimitOut(int number) {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            PairedMeasurement measured =
                    measured(pairs(random, number), Optional.empty(), List.of(), Loads.once(number));
            Figure ratio = Ratio.of(measured);
            agrees(measured, limit(random, ratio.low(), ratio.value()), 1 - Judge.CONFIDENCE, seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 0", "40, 2", "120, 1"})
    void pValue_ofALook_isBelowTheErrorWhereTheIntervalLeavesTheLimitOut(int number, int look) {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<Pair> pairs = pairs(random, number);
            Figure ratio = Ratio.of(planned(pairs, look, 1.05));
            double limit = limit(random, ratio.low(), ratio.value());
            agrees(planned(pairs, look, limit), limit, SequentialPlan.ERROR, seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, false", "12, false", "5, true", "12, true"})
    void pValue_ofLoads_isBelowTheErrorWhereTheIntervalLeavesTheLimitOut(int number, boolean oneSided) {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Loads loads = new Loads(Collections.nCopies(number, 4), number, 0, oneSided);
            PairedMeasurement measured = measured(pairs(random, 4 * number), Optional.empty(), List.of(), loads);
            Figure ratio = Ratio.of(measured);
            agrees(measured, limit(random, ratio.low(), ratio.value()), 1 - Judge.CONFIDENCE, seed);
        }
    }

    @Test
    void pValue_ofFewPairs_isNoLessThanTheirSignsSay() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pairs.add(new Pair(1_000, 1_500 + random.nextDouble()));
            }
            PairedMeasurement measured = measured(pairs, Optional.empty(), List.of(), Loads.once(20));
            Finding finding = ComparisonJudge.judge(measured, Limit.atMost(Metric.OVERHEAD, 1.05))
                    .findings()
                    .get(0);
            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.pValue()).isGreaterThan(Math.pow(0.5, 20));
        }
    }

    /** Twenty pairs of one kind are a claim for a few checks, not for a thousand. */
    @Test
    void admit_fewPairsAmongAThousandChecks_isInconclusive() {
        PairedMeasurement measured =
                measured(Collections.nCopies(20, new Pair(1_000, 1_500)), Optional.empty(), List.of(), Loads.once(20));
        Finding finding = ComparisonJudge.judge(measured, Limit.atMost(Metric.OVERHEAD, 1.05))
                .findings()
                .get(0);
        assertThat(ErrorControl.of(0.01, OptionalInt.of(10)).admit(finding).verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(ErrorControl.of(0.01, OptionalInt.of(1_000)).admit(finding).verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }
}
