package io.leadfactory.perf.measure;

import java.util.Arrays;

/**
 * Quantiles of the normal distribution and of Student's t.
 *
 * <p>The normal one is Acklam's rational approximation (relative error below 1.2e-9); the other is Hill's, Algorithm 396
 * of the CACM, whose error is below 1e-4 from three degrees of freedom on.
 */
final class Student {
    private static final double[] A = {
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00
    };
    private static final double[] B = {
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01
    };
    private static final double[] C = {
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00
    };
    private static final double[] D = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00
    };
    private static final double TAIL = 0.02425;

    private Student() {}

    /** Returns the value below which the standard normal lies with the given probability. */
    static double normalQuantile(double p) {
        if (p < TAIL) {
            return tail(Math.sqrt(-2 * Math.log(p)));
        }
        if (p > 1 - TAIL) {
            return -tail(Math.sqrt(-2 * Math.log1p(-p)));
        }
        double q = p - 0.5;
        double r = q * q;
        return (((((A[0] * r + A[1]) * r + A[2]) * r + A[3]) * r + A[4]) * r + A[5])
                * q
                / (((((B[0] * r + B[1]) * r + B[2]) * r + B[3]) * r + B[4]) * r + 1);
    }

    private static double tail(double q) {
        return (((((C[0] * q + C[1]) * q + C[2]) * q + C[3]) * q + C[4]) * q + C[5])
                / ((((D[0] * q + D[1]) * q + D[2]) * q + D[3]) * q + 1);
    }

    /** Returns the interval of the mean of at least two independent values. */
    static Interval meanInterval(double confidence, double... values) {
        return interval(confidence, 1.0 / values.length, values);
    }

    /** Returns the interval in which one more value lies, if it is independent of at least two others and like them. */
    static Interval nextInterval(double confidence, double... values) {
        return interval(confidence, 1 + 1.0 / values.length, values);
    }

    private static Interval interval(double confidence, double share, double... values) {
        double mean = mean(values);
        double reach = values.length < 2
                ? Double.POSITIVE_INFINITY
                : twoSided(confidence, values.length - 1) * Math.sqrt(share * variance(mean, values));
        return new Interval(mean - reach, mean + reach);
    }

    /** Returns how likely a mean so far from a limit is, on the side where it lies, if the true mean is the limit. */
    static double likelihood(double limit, double... values) {
        return likelihood(limit, 1.0 / values.length, values);
    }

    /** Returns how likely a mean so far from a limit is, on the side where it lies, if the limit is one more value. */
    static double nextLikelihood(double limit, double... values) {
        return likelihood(limit, 1 + 1.0 / values.length, values);
    }

    private static double likelihood(double limit, double share, double... values) {
        double mean = mean(values);
        if (values.length < 2 || mean == limit) {
            return values.length < 2 ? 1 : 0.5;
        }
        return Beta.studentAbove(Math.abs(mean - limit) / Math.sqrt(share * variance(mean, values)), values.length - 1);
    }

    private static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double mean, double... values) {
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }

    /** Returns t such that |T| is at most t with the given confidence, for at least one degree of freedom. */
    static double twoSided(double confidence, int freedom) {
        double p = 1 - confidence;
        if (freedom == 1) {
            return 1 / Math.tan(p * Math.PI / 2);
        }
        if (freedom == 2) {
            return Math.sqrt(2 / (p * (2 - p)) - 2);
        }
        double n = freedom;
        double a = 1 / (n - 0.5);
        double b = 48 / (a * a);
        double c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
        double d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt(a * Math.PI / 2) * n;
        double y = Math.pow(d * p, 2 / n);
        if (y > 0.05 + a) {
            double x = normalQuantile(p / 2);
            y = x * x;
            if (n < 5) {
                c += 0.3 * (n - 4.5) * (x + 0.6);
            }
            c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c;
            y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x;
            y = Math.expm1(a * y * y);
        } else {
            y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1)
                            * (n + 1)
                            / (n + 2)
                    + 1 / y;
        }
        return Math.sqrt(n * y);
    }
}
