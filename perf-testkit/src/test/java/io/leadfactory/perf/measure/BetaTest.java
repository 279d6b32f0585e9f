package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaTest {
    /** Sums the terms one by one. */
    private static double summed(int k, int n, double q) {
        double term = Math.pow(1 - q, n);
        double sum = term;
        for (int i = 1; i <= k; i++) {
            term *= (n - i + 1.0) / i * q / (1 - q);
            sum += term;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0.5", "5, 10, 0.5", "90, 100, 0.95", "95, 100, 0.95", "99, 100, 0.95", "3, 7, 0.1"})
    void binomialUpTo_smallNumbers_equalsTheSum(int k, int n, double q) {
        assertThat(Beta.binomialUpTo(k, n, q)).isCloseTo(summed(k, n, q), Percentage.withPercentage(1e-6));
    }

    @Test
    void binomialUpTo_ends_areZeroAndOne() {
        assertThat(Beta.binomialUpTo(-1, 10, 0.5)).isZero();
        assertThat(Beta.binomialUpTo(10, 10, 0.5)).isEqualTo(1);
    }

    @Test
    void binomialUpTo_manySamples_isNormal() {
        long n = 10_000_000;
        long k = Math.round(0.95 * n - 1.959964 * Math.sqrt(n * 0.95 * 0.05));
        assertThat(Beta.binomialUpTo(k, n, 0.95)).isCloseTo(0.025, within(2e-4));
    }

    @ParameterizedTest
    @CsvSource({
        "12.706, 1, 0.025",
        "4.3027, 2, 0.025",
        "2.0395, 31, 0.025",
        "2.7440, 31, 0.005",
        "0, 9, 0.5",
        "-2.0395, 31, 0.975"
    })
    void studentAbove_tables_agree(double t, int freedom, double tail) {
        assertThat(Beta.studentAbove(t, freedom)).isCloseTo(tail, within(2e-5));
    }
}
