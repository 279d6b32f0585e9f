package io.leadfactory.budget.forecast;

import java.math.BigInteger;

/** Whole numbers that stop at the ends of a long instead of wrapping around. */
final class Exact {
    private Exact() {}

    static long add(long a, long b) {
        long sum = a + b;
        boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
        return overflows ? end(a < 0) : sum;
    }

    /** {@code a * b / c} for a positive c, rounded down towards zero. */
    static long share(long a, long b, long c) {
        BigInteger exact = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)).divide(BigInteger.valueOf(c));
        return exact.bitLength() < Long.SIZE ? exact.longValue() : end(exact.signum() < 0);
    }

    static long sum(long[] numbers) {
        BigInteger exact = BigInteger.ZERO;
        for (long each : numbers) {
            exact = exact.add(BigInteger.valueOf(each));
        }
        return exact.bitLength() < Long.SIZE ? exact.longValue() : end(exact.signum() < 0);
    }

    private static long end(boolean negative) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
