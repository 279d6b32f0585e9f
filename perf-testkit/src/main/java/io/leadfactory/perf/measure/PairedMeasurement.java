package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.List;

/**
 * What a comparison of two operations did: the times of neighbouring blocks, in the order of time. Immutable.
 *
 * @param scenario the comparison's name
 * @param pairs one entry for each pair of blocks
 * @param operationsPerBlock how many operations each block had
 * @param seed what the random order came from
 * @param elapsed how long it took in all, without the warm-up
 */
public record PairedMeasurement(
        String scenario, List<Pair> pairs, int operationsPerBlock, long seed, Duration elapsed) {
    /**
     * Two neighbouring blocks. Immutable.
     *
     * @param referenceNanos time of one reference operation, the mean over its block
     * @param candidateNanos time of one candidate operation, the mean over its block
     */
    public record Pair(double referenceNanos, double candidateNanos) {
        /**
         * Returns the candidate's time over the reference's.
         *
         * @return the ratio, above 1 if the candidate is slower
         */
        public double ratio() {
            return candidateNanos / referenceNanos;
        }
    }

    /** Copies the list. */
    public PairedMeasurement {
        pairs = List.copyOf(pairs);
    }
}
