package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionTest {
    private static Distribution of(long... nanos) {
        Times times = new Times();
        for (long each : nanos) {
            times.record(each);
        }
        return times.distribution();
    }

    private static Distribution upTo(int n) {
        Times times = new Times();
        for (int i = 1; i <= n; i++) {
            times.record(i);
        }
        return times.distribution();
    }

    @Test
    void percentile_oneToAHundred_isTheNearestRank() {
        Distribution distribution = upTo(100);
        assertThat(distribution.percentileNanos(0)).isEqualTo(1);
        assertThat(distribution.percentileNanos(50)).isEqualTo(50);
        assertThat(distribution.percentileNanos(95)).isEqualTo(95);
        assertThat(distribution.percentileNanos(95.5)).isEqualTo(96);
        assertThat(distribution.percentileNanos(99)).isEqualTo(99);
        assertThat(distribution.percentile(100)).isEqualTo(Duration.ofNanos(100));
    }

    @Test
    void mean_anyTimes_isExact() {
        Distribution distribution = of(1, 2, 1_000_003);
        assertThat(distribution.meanNanos()).isEqualTo(1_000_006 / 3.0);
        assertThat(distribution.min()).isEqualTo(Duration.ofNanos(1));
        assertThat(distribution.max()).isEqualTo(Duration.ofNanos(1_000_003));
    }

    @Test
    void max_aboveAnHour_isExact() {
        long twoHours = Duration.ofHours(2).toNanos();
        assertThat(of(5, twoHours).max()).isEqualTo(Duration.ofHours(2));
        assertThat(of(5, twoHours).meanNanos()).isEqualTo((5 + twoHours) / 2.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void percentile_exponentialTimes_isWithinOnePercentOfTheSorted(long seed) {
        Random random = new Random(seed);
        Times times = new Times();
        long[] sorted = new long[100_000];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (long) (-Math.log1p(-random.nextDouble()) * 5_000_000);
            times.record(sorted[i]);
        }
        Arrays.sort(sorted);
        Distribution distribution = times.distribution();
        for (double percentile : new double[] {1, 25, 50, 90, 95, 99, 99.9, 99.99}) {
            long exact = sorted[(int) Math.ceil(percentile * sorted.length / 100 - 1e-6) - 1];
            assertThat(distribution.percentileNanos(percentile))
                    .as("seed %d, percentile %s", seed, percentile)
                    .isCloseTo((double) exact, Percentage.withPercentage(0.1));
        }
    }

    @ParameterizedTest
    @CsvSource({"95, 59", "99, 299", "99.9, 2995", "50, 6"})
    void percentileInterval_sampleOneTooSmall_isEmpty(double percentile, int smallest) {
        assertThat(upTo(smallest - 1).percentileInterval(percentile, 0.95)).isEmpty();
        assertThat(upTo(smallest).percentileInterval(percentile, 0.95)).isPresent();
    }

    @Test
    void percentileInterval_fiftyNineSamples_reachesToTheMaximum() {
        Interval interval = upTo(59).percentileInterval(95, 0.95).orElseThrow();
        assertThat(interval.high()).isEqualTo(59);
        assertThat(interval.low()).isLessThan(56);
    }

    @ParameterizedTest
    @CsvSource({"59, 95", "80, 95", "500, 95", "500, 99", "30, 50", "5000, 99"})
    void percentileInterval_manySamples_coversTheTrueQuantileAsPromised(int n, double percentile) {
        long seed = 20_261_123;
        Random random = new Random(seed);
        double truth = -Math.log1p(-percentile / 100) * 1e6;
        int trials = 2_000;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            Times times = new Times();
            for (int i = 0; i < n; i++) {
                times.record((long) (-Math.log1p(-random.nextDouble()) * 1e6));
            }
            Interval interval =
                    times.distribution().percentileInterval(percentile, 0.95).orElseThrow();
            // The histogram's own resolution is allowed for.
            if (interval.low() <= truth * 1.001 && truth * 0.999 <= interval.high()) {
                covered++;
            }
        }
        // Three standard errors of the simulation below the promise.
        assertThat((double) covered / trials).as("seed %d", seed).isGreaterThanOrEqualTo(0.95 - 0.0147);
    }

    @Test
    void percentileCurve_anyTimes_risesFromMinimumToMaximum() {
        List<PercentilePoint> curve = upTo(1_000).percentileCurve();
        assertThat(curve.get(0)).isEqualTo(new PercentilePoint(0, 1));
        assertThat(curve.get(curve.size() - 1)).isEqualTo(new PercentilePoint(100, 1_000));
        for (int i = 1; i < curve.size(); i++) {
            assertThat(curve.get(i).percentile()).isGreaterThan(curve.get(i - 1).percentile());
            assertThat(curve.get(i).nanos())
                    .isGreaterThanOrEqualTo(curve.get(i - 1).nanos());
        }
    }

    @Test
    void anyFigure_noSamples_isUnknownOrRefused() {
        Distribution empty = of();
        assertThat(empty.samples()).isZero();
        assertThat(empty.meanNanos()).isNaN();
        assertThat(empty.maxNanos()).isNaN();
        assertThat(empty.percentileNanos(95)).isNaN();
        assertThat(empty.percentileCurve()).isEmpty();
        assertThat(empty.percentileInterval(95, 0.95)).isEqualTo(Optional.empty());
        assertThatIllegalStateException().isThrownBy(empty::mean).withMessageContaining("no operation succeeded");
        assertThatIllegalStateException().isThrownBy(() -> empty.percentile(95));
    }

    @Test
    void percentile_outsideItsRange_refuses() {
        for (double percentile : new double[] {-0.1, 100.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of(1).percentileNanos(percentile))
                    .withMessage("percentile must be within 0 and 100: " + percentile);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(1).percentileInterval(100, 0.95))
                .withMessage("a minimum or maximum has no interval: percentile 100.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(1).percentileInterval(95, 1))
                .withMessage("confidence must be above 0 and below 1: 1.0");
    }

    @ParameterizedTest
    @CsvSource({
        "0.95, 1, 12.7062",
        "0.95, 2, 4.30265",
        "0.95, 3, 3.18245",
        "0.95, 10, 2.22814",
        "0.95, 31, 2.03951",
        "0.99, 5, 4.03214",
        "0.5, 20, 0.68695"
    })
    void twoSided_knownQuantiles_areMet(double confidence, int freedom, double expected) {
        assertThat(Student.twoSided(confidence, freedom)).isCloseTo(expected, within(5e-4));
    }

    @ParameterizedTest
    @CsvSource({"20, 0.5", "60, 0.95", "100, 0.95", "400, 0.99", "37, 0.2"})
    void ranks_smallSamples_areThoseOfTheSummedBinomial(int n, double q) {
        Binomial.Ranks ranks = Binomial.ranks(n, q, 0.95).orElseThrow();
        double below = 0;
        double inside = 0;
        for (int k = 0; k <= n; k++) {
            double p = choose(n, k) * Math.pow(q, k) * Math.pow(1 - q, n - k);
            if (k < ranks.lower()) {
                below += p;
            } else if (k < ranks.upper()) {
                inside += p;
            }
        }
        assertThat(inside).isGreaterThanOrEqualTo(0.95 - 1e-9);
        assertThat(below).isLessThanOrEqualTo(0.05);
    }

    private static double choose(int n, int k) {
        double product = 1;
        for (int i = 1; i <= k; i++) {
            product *= (double) (n - k + i) / i;
        }
        return product;
    }
}
