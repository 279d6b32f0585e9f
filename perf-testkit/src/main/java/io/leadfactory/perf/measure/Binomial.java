package io.leadfactory.perf.measure;

import java.util.Optional;

/**
 * Which ranks of a sorted sample enclose a quantile of the population, whatever the distribution is.
 *
 * <p>The number of samples below the quantile {@code q} is binomial with {@code n} and {@code q}, so the sample of rank
 * {@code l} lies above it with probability P(B &lt; l), and the one of rank {@code u} below it with P(B &gt;= u). See David
 * and Nagaraja, Order Statistics, section 7.1. The error is shared equally between both ends where the sample allows it;
 * where one end can only be the extreme sample, that end takes what it needs and the other gets the rest. So a 95 %
 * interval of the 95th percentile exists from 59 samples on, the smallest n with 0.95^n below 0.05.
 */
final class Binomial {
    /** The ranks of the samples at both ends, counted from 1. */
    record Ranks(long lower, long upper) {}

    private static final int SIGMAS = 12;

    private Binomial() {}

    /** Returns the two ranks, or nothing if the sample is too small. */
    static Optional<Ranks> ranks(long n, double q, double confidence) {
        double error = 1 - confidence;
        double atTop = Math.exp(n * Math.log(q));
        double atBottom = Math.exp(n * Math.log1p(-q));
        if (n < 1 || atTop + atBottom > error) {
            return Optional.empty();
        }
        double upperError = error / 2;
        double lowerError = error / 2;
        if (atTop > upperError) {
            upperError = atTop;
            lowerError = error - atTop;
        } else if (atBottom > lowerError) {
            lowerError = atBottom;
            upperError = error - atBottom;
        }
        // The upper rank is searched from the top; the lower one is the mirror image for 1 - q.
        long upper = upperRank(n, q, upperError);
        long lower = n + 1 - upperRank(n, 1 - q, lowerError);
        return Optional.of(new Ranks(Math.min(lower, upper), Math.max(lower, upper)));
    }

    /** Returns the fewest samples for which {@link #ranks} finds two. */
    static long fewest(double q, double confidence) {
        double error = 1 - confidence;
        double further = Math.max(q, 1 - q);
        // The extreme sample of one end alone needs so many; both ends together need a little more, if anything.
        long n = Math.max(1, (long) Math.floor(Math.log(error) / Math.log(further)));
        while (Math.exp(n * Math.log(q)) + Math.exp(n * Math.log1p(-q)) > error) {
            n++;
        }
        return n;
    }

    /** Returns the smallest u with P(B >= u) at most the error. The caller has made sure that n is such a u. */
    private static long upperRank(long n, double q, double error) {
        double sigma = Math.sqrt(n * q * (1 - q));
        long k = Math.min(n, (long) Math.ceil(n * q + SIGMAS * sigma + 20));
        double term = Math.exp(logChoose(n, k) + k * Math.log(q) + (n - k) * Math.log1p(-q));
        double tail = term;
        // A whisper of slack, so that a tail which equals the error is not lost to rounding.
        double limit = error * (1 + 1e-9);
        while (k > 0 && tail <= limit) {
            term *= ((double) k / (n - k + 1)) * ((1 - q) / q);
            k--;
            tail += term;
        }
        return Math.min(n, k + 1);
    }

    private static double logChoose(long n, long k) {
        return Beta.logGamma(n + 1.0) - Beta.logGamma(k + 1.0) - Beta.logGamma(n - k + 1.0);
    }
}
