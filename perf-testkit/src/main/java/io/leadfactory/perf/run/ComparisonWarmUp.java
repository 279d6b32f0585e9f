package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.BlockTimes.Block;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.SteadyStateDetector;
import io.leadfactory.perf.measure.TimeSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs both sides in turn until their times may count, and finds out how many operations make a block. For one thread.
 *
 * <p>With a plan the times have to be steady, on the clock of the thread's CPU time where there is one, so that other
 * programs do not look like a compiler at work; after a quarter of the budget the warm-up ends in any case.
 */
final class ComparisonWarmUp {
    /** How many operations a block of each side has. */
    record Operations(int reference, int candidate) {}

    private static final int MOST_OPERATIONS = 1_000_000;
    private static final double BUDGET_SHARE = 0.25;
    /** Sides that differ by more than this have blocks of different numbers of operations. */
    private static final double ALIKE = 2;

    private final Comparison comparison;
    private final TimeSource time;
    private final ComparisonRun.Blocks blocks;
    private final List<Double> reference = new ArrayList<>();
    private final List<Double> candidate = new ArrayList<>();
    private boolean steady = true;

    ComparisonWarmUp(Comparison comparison, TimeSource time, ComparisonRun.Blocks blocks) {
        this.comparison = comparison;
        this.time = time;
        this.blocks = blocks;
    }

    Operations run() throws InterruptedException {
        long cap = comparison
                .plan()
                .map(plan -> (long) (BUDGET_SHARE * plan.budget().toNanos()))
                .orElse(Long.MAX_VALUE);
        long began = time.nanos();
        for (int i = 0; i < comparison.warmUpIterations() && (i < 2 || time.nanos() - began < cap); i++) {
            pair(new Operations(1, 1));
        }
        Operations operations = blockSizes();
        if (comparison.plan().isPresent()) {
            SteadyStateDetector detector =
                    time == TimeSource.system() ? SteadyStateDetector.system() : SteadyStateDetector.ofTimesAlone();
            long clock = 0;
            steady = false;
            while (!steady && time.nanos() - began < cap) {
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
        long one = nanos(blocks.reference(operations.reference()));
        long other = nanos(blocks.candidate(operations.candidate()));
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
