package io.leadfactory.perf.run;

import java.util.function.LongSupplier;

/**
 * By how much an actor of a race is held back after the gate: not at all, by a spin of random length, or by a yield. Decided
 * by seed, round and actor alone, so that it can be decided again. For one thread.
 *
 * <p>Two windows of a few nanoseconds meet only if the actors are shifted against each other by the right amount. Which one
 * is right nobody knows, so all are tried: evenly over twice the time that an actor takes, and now and then far beyond.
 */
final class Nudge {
    /** Of 16 rounds: so many without any delay. */
    private static final int TOGETHER = 4;
    /** Of 16 rounds: so many with a spin, after those without any. */
    private static final int SPUN = 11;

    private static final double LONGEST_NANOS = 1_000_000;

    private final long seed;
    private final int actor;
    private final int actors;
    /** Where the spins' result goes, so that they are not compiled away. */
    private long sink;

    Nudge(long seed, int actor, int actors) {
        this.seed = seed;
        this.actor = actor;
        this.actors = actors;
    }

    /** Holds the calling actor back; the scale is what an actor about takes, in nanoseconds. */
    // The yield decides nothing; it is there to shuffle who runs when.
    @SuppressWarnings("ThreadPriorityCheck")
    void push(long round, double scaleNanos, double spinsPerNano) {
        long dice = dice(seed, round);
        int kind = (int) (dice & 15);
        if (kind < TOGETHER || first(dice) == actor) {
            return;
        }
        if (kind < TOGETHER + SPUN) {
            double share = (Seeded.finish(dice + actor) >>> 11) * 0x1.0p-53;
            double scale = kind == TOGETHER ? scaleNanos * 10 : scaleNanos * 2;
            spin((long) (share * Math.min(scale, LONGEST_NANOS) * spinsPerNano));
        } else {
            Thread.yield();
        }
    }

    /** Says in words what {@link #push} does to a round. */
    static String describe(long seed, long round, int actors) {
        long dice = dice(seed, round);
        int kind = (int) (dice & 15);
        if (kind < TOGETHER) {
            return "together";
        }
        String how = kind < TOGETHER + SPUN ? "the others held back by spins" : "the others yield";
        return "actor " + (Math.floorMod(dice >>> 8, actors) + 1) + " first, " + how;
    }

    private int first(long dice) {
        return Math.floorMod(dice >>> 8, actors);
    }

    /** Returns how many turns of the spin fit into a nanosecond. */
    double calibrate(LongSupplier nanos) {
        double best = 0;
        for (int i = 0; i < 20; i++) {
            long began = nanos.getAsLong();
            spin(20_000);
            best = Math.max(best, 20_000.0 / Math.max(1, nanos.getAsLong() - began));
        }
        return best;
    }

    private void spin(long turns) {
        long x = sink;
        for (long i = 0; i < turns; i++) {
            x = x * 31 + i;
        }
        sink = x;
    }

    private static long dice(long seed, long round) {
        return Seeded.finish(seed + round * Seeded.GOLDEN);
    }
}
