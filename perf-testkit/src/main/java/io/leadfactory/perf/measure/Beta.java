package io.leadfactory.perf.measure;

/**
 * The regularized incomplete beta function, from which tails of Student's t and of the binomial distribution follow. By the
 * continued fraction of DLMF 8.17.22 with the modified method of Lentz.
 */
final class Beta {
    private static final double TINY = 1e-300;
    private static final double PRECISION = 1e-13;
    /** The fraction converges within a multiple of the root of its larger parameter. */
    private static final int MOST_STEPS = 200_000;

    private Beta() {}

    /** Returns I_x(a, b) for positive a and b, and x within 0 and 1. */
    static double regularized(double x, double a, double b) {
        if (x <= 0) {
            return 0;
        }
        if (x >= 1) {
            return 1;
        }
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - regularized(1 - x, b, a);
        }
        double front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
        return front * fraction(x, a, b) / a;
    }

    /** Returns the probability that a binomial number of n with q is at most k. */
    static double binomialUpTo(long k, long n, double q) {
        return k >= n ? 1 : k < 0 ? 0 : regularized(1 - q, (double) (n - k), (double) (k + 1));
    }

    /** Returns the probability that Student's t with so many degrees of freedom is above a value. */
    static double studentAbove(double t, int freedom) {
        double half = regularized(freedom / (freedom + t * t), freedom / 2.0, 0.5) / 2;
        return t >= 0 ? half : 1 - half;
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = kept(1 - (a + b) * x / (a + 1));
        d = 1 / d;
        double value = d;
        for (int m = 1; m < MOST_STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2.0 * m - 1) * (a + 2.0 * m));
            d = 1 / kept(1 + even * d);
            c = kept(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1));
            d = 1 / kept(1 + odd * d);
            c = kept(1 + odd / c);
            double step = d * c;
            value *= step;
            if (Math.abs(step - 1) < PRECISION) {
                break;
            }
        }
        return value;
    }

    private static double kept(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Stirling's series with the argument shifted until its error is below one unit in the tenth digit. */
    static double logGamma(double z) {
        double x = z;
        double shift = 0;
        while (x < 12) {
            shift += Math.log(x);
            x++;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)));
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}
