package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.BlockTimes.Both;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.SteadyStateDetector;
import io.leadfactory.perf.measure.TimeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs both sides in turn until their times may count, and finds out how many operations make a block. For one thread.
 *
 * <p>With a plan the times of each side have to be steady, on the clock of the thread's CPU time where there is one, so that
 * other programs do not look like a compiler at work; the same holds for saved jars, which begin anew with each load. In any
 * case the warm-up ends after the time it has. The compiler tells of a method when it is done with it, so a plateau before may
 * look steady: who has timed a load asks once more whether the compiler was at rest.
 */
final class ComparisonWarmUp {
    /** How many operations a block of each side has. */
    record Operations(int reference, int candidate) {}

    /** How long a warm-up may take, its iterations included where there is a plan, and how long these alone. */
    record Time(long nanos, long iterations) {}

    private static final Operations SINGLE = new Operations(1, 1);
    private static final int MOST_OPERATIONS = 1_000_000;
    /** Sides that differ by more than this have blocks of different numbers of operations. */
    private static final double ALIKE = 2;

    private final Comparison comparison;
    private final TimeSource time;
    private final ComparisonBlocks blocks;
    private final Time allowed;
    private final boolean referenceFirst;
    private final boolean planned;
    private final boolean detected;
    private final List<Double> reference = new ArrayList<>();
    private final List<Double> candidate = new ArrayList<>();
    private SteadyStateDetector below;
    private SteadyStateDetector above;
    private long clock;
    private boolean steady;
    private long watchedSince;
    private long compiledBefore;

    /** Creates a warm-up in which one side is always the first of the two. */
    ComparisonWarmUp(
            Comparison comparison, TimeSource time, ComparisonBlocks blocks, Time allowed, boolean referenceFirst) {
        this.comparison = comparison;
        this.time = time;
        this.blocks = blocks;
        this.allowed = allowed;
        this.referenceFirst = referenceFirst;
        this.planned = comparison.plan().isPresent();
        this.detected = planned || comparison.loads() > 1;
        this.below = SteadyStateDetector.of(time);
        this.above = SteadyStateDetector.of(time);
    }

    Operations run() throws InterruptedException {
        long began = time.nanos();
        for (int i = 0; i < comparison.warmUpIterations() && (i < 2 || isTimeForMore(began)); i++) {
            pair(SINGLE);
        }
        Operations operations = blockSizes();
        if (detected) {
            if (!operations.equals(SINGLE)) {
                below = SteadyStateDetector.of(time);
                above = SteadyStateDetector.of(time);
                steady = false;
            }
            long waiting = planned ? began : time.nanos();
            while (!steady && time.nanos() - waiting < allowed.nanos()) {
                pair(operations);
            }
            operations = blockSizes();
        }
        return operations;
    }

    private boolean isTimeForMore(long began) {
        return !planned || time.nanos() - began < allowed.iterations();
    }

    /** Returns whether the times were steady in the end; true if nobody asked. */
    boolean isSteady() {
        return steady || !detected;
    }

    /** Begins to watch whether the compiler stays at rest. */
    void watch() {
        watchedSince = time.nanos();
        compiledBefore = time.compilerNanos();
    }

    /** Returns whether the compiler was at rest since {@link #watch}; true if nobody asked whether times are steady. */
    boolean isCompilerAtRest() {
        return !detected
                || SteadyStateDetector.isCompilerAtRest(
                        time.compilerNanos() - compiledBefore, time.nanos() - watchedSince);
    }

    private void pair(Operations operations) throws InterruptedException {
        Both both = blocks.pair(operations, referenceFirst);
        long one = nanos(both.reference());
        long other = nanos(both.candidate());
        reference.add((double) one / operations.reference());
        candidate.add((double) other / operations.candidate());
        long ended = clock + one + other;
        boolean belowIsSteady = below.isSteadyAfter(clock, ended, one);
        boolean aboveIsSteady = above.isSteadyAfter(clock, ended, other);
        // Together they would hide it: what one side gains may be what the other loses.
        steady = belowIsSteady && aboveIsSteady;
        clock = ended;
    }

    private static long nanos(Block block) {
        return block.cpuNanos() > 0 && block.cpuNanos() < block.wallNanos() ? block.cpuNanos() : block.wallNanos();
    }

    private Operations blockSizes() {
        double one = Math.max(1, lateMedian(reference));
        double other = Math.max(1, lateMedian(candidate));
        double slower = Math.max(one, other);
        if (slower <= ALIKE * Math.min(one, other)) {
            return new Operations(count(slower), count(slower));
        }
        return new Operations(count(one), count(other));
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
