package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioIntervalTest {
    private static final double TRUTH = 1.05;

    /** Loads differ by 3 %, the pairs of one by 1 %. */
    private static double[][] loads(Random random, int loads, int pairs) {
        double[][] all = new double[loads][pairs];
        for (double[] load : all) {
            double compiled = TRUTH * Math.exp(0.03 * random.nextGaussian());
            for (int i = 0; i < pairs; i++) {
                load[i] = compiled * Math.exp(0.01 * random.nextGaussian());
            }
        }
        return all;
    }

    private static double[] medians(double[][] loads) {
        double[] medians = new double[loads.length];
        for (int i = 0; i < loads.length; i++) {
            medians[i] = RatioInterval.median(loads[i]);
        }
        return medians;
    }

    private static boolean holds(RatioInterval interval) {
        return interval.low() <= TRUTH && TRUTH <= interval.high();
    }

    @ParameterizedTest
    @CsvSource({"5, 0.95", "8, 0.95", "12, 0.99", "30, 0.99"})
    void ofLoads_codeCompiledAnew_coversTheTruthAsPromised(int loads, double promised) {
        Random random = new Random(20_261_127);
        int trials = 2_000;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            if (holds(RatioInterval.ofLoads(medians(loads(random, loads, 21)), promised, false))) {
                covered++;
            }
        }
        double error = Math.sqrt(promised * (1 - promised) / trials);
        assertThat((double) covered / trials).isBetween(promised - 3 * error, promised + 3 * error);
    }

    @Test
    void ofLoads_aKindOfCodeThatFewLoadsMet_widensTheInterval() {
        double[] loads = new double[12];
        Arrays.fill(loads, 1.0);
        loads[7] = 1.3;
        RatioInterval interval = RatioInterval.ofLoads(loads, 0.99, false);
        assertThat(interval.high()).as("seen once in twelve").isGreaterThan(1.08);
        assertThat(interval.low()).isLessThan(1);
    }

    /** The other side's code is one of as many kinds, and the same in all loads. */
    @ParameterizedTest
    @CsvSource({"5, 0.95", "12, 0.95", "12, 0.99"})
    void ofLoads_oneSideCompiledOnce_coversTheTruthAsPromised(int loads, double promised) {
        Random random = new Random(20_261_127);
        int trials = 2_000;
        int covered = 0;
        int coveredByTheMean = 0;
        for (int trial = 0; trial < trials; trial++) {
            double once = Math.exp(0.03 * random.nextGaussian());
            double[] ratios = Arrays.stream(medians(loads(random, loads, 21)))
                    .map(ratio -> ratio / once)
                    .toArray();
            covered += holds(RatioInterval.ofLoads(ratios, promised, true)) ? 1 : 0;
            coveredByTheMean += holds(RatioInterval.ofLoads(ratios, promised, false)) ? 1 : 0;
        }
        double error = Math.sqrt(promised * (1 - promised) / trials);
        assertThat((double) covered / trials).isBetween(promised - 3 * error, promised + 3 * error);
        assertThat(coveredByTheMean).isLessThan((int) (0.8 * trials));
    }

    @Test
    void of_fewRatiosOfTwoStretches_reachesBeyondTheOutermost() {
        double[] ratios = new double[20];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (i < 10 ? 1.1 : 1.2) + 0.001 * (i % 3);
        }
        RatioInterval interval = RatioInterval.of(ratios, 0.996, 1);
        assertThat(interval.low()).isBetween(1.0, 1.099);
        assertThat(interval.high()).isBetween(1.203, 1.3);
    }

    @Test
    void of_equalRatios_isTheirPoint() {
        double[] ratios = new double[20];
        Arrays.fill(ratios, 1.5);
        assertThat(RatioInterval.of(ratios, 0.99, 1))
                .returns(1.5, RatioInterval::low)
                .returns(1.5, RatioInterval::high);
    }

    @Test
    void of_pairsOfOneLoad_doesNotKnowWhatAnotherWouldGive() {
        Random random = new Random(20_261_127);
        int covered = 0;
        for (int trial = 0; trial < 200; trial++) {
            if (holds(RatioInterval.of(loads(random, 1, 200)[0], 0.99, trial))) {
                covered++;
            }
        }
        assertThat(covered).as("of 200").isLessThan(60);
    }

    @Test
    void ofLoads_tooFewOrNoRatios_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioInterval.ofLoads(new double[] {1, 1, 1, 1}, 0.95, false))
                .withMessage("an interval needs at least 5 loads: 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioInterval.ofLoads(new double[] {1, 0, 1, 1, 1}, 0.95, true))
                .withMessage("an interval needs ratios that are positive numbers");
    }
}
