package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.SteadyStateDetector;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ComparisonBlocks.Both;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs both sides in turn until their times may count, and finds out how many operations make a block. For one thread.
 *
 * <p>With a plan the times have to be steady, on the clock of the thread's CPU time where there is one, so that other
 * programs do not look like a compiler at work; the same holds for saved jars, which begin anew with each load. In any case
 * the warm-up ends after the time it has.
 */
final class ComparisonWarmUp {
    /** How many operations a block of each side has. */
    record Operations(int reference, int candidate) {}

    private static final int MOST_OPERATIONS = 1_000_000;
    /** Sides that differ by more than this have blocks of different numbers of operations. */
    private static final double ALIKE = 2;

    private final Comparison comparison;
    private final TimeSource time;
    private final ComparisonBlocks blocks;
    private final long cap;
    private final boolean referenceFirst;
    private final List<Double> reference = new ArrayList<>();
    private final List<Double> candidate = new ArrayList<>();
    private boolean steady = true;

    /**
     * Creates a warm-up that ends after so many nanoseconds, its iterations included where there is a plan. One side is always
     * the first of the two.
     */
    ComparisonWarmUp(
            Comparison comparison, TimeSource time, ComparisonBlocks blocks, long cap, boolean referenceFirst) {
        this.comparison = comparison;
        this.time = time;
        this.blocks = blocks;
        this.cap = cap;
        this.referenceFirst = referenceFirst;
    }

    Operations run() throws InterruptedException {
        boolean planned = comparison.plan().isPresent();
        long began = time.nanos();
        for (int i = 0; i < comparison.warmUpIterations() && (i < 2 || !planned || time.nanos() - began < cap); i++) {
            pair(new Operations(1, 1));
        }
        Operations operations = blockSizes();
        if (planned || comparison.loads() > 1) {
            SteadyStateDetector detector =
                    time == TimeSource.system() ? SteadyStateDetector.system() : SteadyStateDetector.ofTimesAlone();
            long clock = 0;
            long waiting = planned ? began : time.nanos();
            steady = false;
            while (!steady && time.nanos() - waiting < cap) {
                long took = pair(operations);
                steady = detector.isSteadyAfter(clock, clock + took);
                clock += took;
            }
            operations = blockSizes();
        }
        return operations;
    }

    /** Returns whether the times were steady in the end; true if nobody asked. */
    boolean isSteady() {
        return steady;
    }

    private long pair(Operations operations) throws InterruptedException {
        Both both = blocks.pair(operations, referenceFirst);
        long one = nanos(both.reference());
        long other = nanos(both.candidate());
        reference.add((double) one / operations.reference());
        candidate.add((double) other / operations.candidate());
        return one + other;
    }

    private static long nanos(Block block) {
        return block.cpuNanos() > 0 && block.cpuNanos() < block.wallNanos() ? block.cpuNanos() : block.wallNanos();
    }

    private Operations blockSizes() {
        double below = Math.max(1, lateMedian(reference));
        double above = Math.max(1, lateMedian(candidate));
        double slower = Math.max(below, above);
        if (slower <= ALIKE * Math.min(below, above)) {
            return new Operations(count(slower), count(slower));
        }
        return new Operations(count(below), count(above));
    }

    private int count(double nanos) {
        return (int) Math.max(1, Math.min(MOST_OPERATIONS, comparison.block().toNanos() / nanos));
    }

    /** The median of the later half, which the compiler has done more for. */
    private static double lateMedian(List<Double> nanos) {
        return RatioInterval.median(nanos.subList(nanos.size() / 2, nanos.size()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
