package io.leadfactory.perf.run;

/**
 * Numbers that look random and are those of a seed, without allocation (SplitMix64; Steele, Lea and Flood, 2014). For one
 * thread.
 */
final class Seeded {
    static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    Seeded(long seed) {
        this.state = mix(seed);
    }

    /** Returns the numbers of one of many, as of a user, that share a seed. */
    static Seeded of(long seed, long which) {
        return new Seeded(mix(seed) + which * GOLDEN);
    }

    private static long mix(long number) {
        return finish(number + GOLDEN);
    }

    /** The finisher of SplitMix64: every bit of the result depends on every bit given. */
    static long finish(long number) {
        long z = number;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** Returns a number of at least 0 and below 1. */
    double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Returns a number of at least 0 and below the bound. */
    int below(int bound) {
        return (int) (fraction() * bound);
    }

    /** Brings numbers into an order of which each is equally likely (Fisher and Yates). */
    void shuffle(int[] numbers) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int other = below(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
    }

    /** Returns a number with the exponential distribution of mean 1. */
    double exponential() {
        return -Math.log1p(-fraction());
    }
}
