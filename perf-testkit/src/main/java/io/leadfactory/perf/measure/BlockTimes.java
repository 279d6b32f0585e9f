package io.leadfactory.perf.measure;

import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The times of the blocks of both sides by both clocks, from which one is chosen. For one thread.
 *
 * <p>What a thread neither spent on a core nor in the queue for one, it waited. Where the queue is told, that is summed
 * up over all blocks; else the lower quartile of the blocks stands for the undisturbed ones. Blocks during which garbage
 * was collected are left out, because every thread waits for the collector.
 */
public final class BlockTimes {
    private static final double QUIET = 0.25;

    /**
     * One block of one side. Immutable.
     *
     * @param wallNanos how long it took
     * @param cpuNanos how long its thread was on a core; negative if unknown
     * @param queuedNanos how long its thread was ready to run but had no core; negative if unknown
     * @param collected whether garbage was collected meanwhile
     * @param operations how many operations it had
     */
    public record Block(long wallNanos, long cpuNanos, long queuedNanos, boolean collected, int operations) {
        boolean hasCpu() {
            return cpuNanos > 0;
        }

        boolean hasQueue() {
            return queuedNanos >= 0;
        }

        double unexplained() {
            return Math.max(0, wallNanos - cpuNanos - Math.max(0, queuedNanos));
        }
    }

    /**
     * Two neighbouring blocks. Immutable.
     *
     * @param reference the reference's
     * @param candidate the candidate's
     */
    public record Both(Block reference, Block candidate) {}

    private final List<Both> pairs = new ArrayList<>();
    private final List<Integer> loads = new ArrayList<>();
    private int before;

    /** Creates an empty collection. */
    public BlockTimes() {}

    /**
     * Ends a load: what was added since the load before belongs together.
     *
     * @param counts whether it counts; if not, its pairs are forgotten
     */
    public void endLoad(boolean counts) {
        if (!counts) {
            pairs.subList(before, pairs.size()).clear();
        } else if (pairs.size() > before) {
            loads.add(pairs.size() - before);
            before = pairs.size();
        }
    }

    /**
     * Returns how the pairs were loaded.
     *
     * @return how many pairs each load has that has ended, in the order of time
     */
    public List<Integer> loads() {
        return List.copyOf(loads);
    }

    /**
     * Takes two neighbouring blocks.
     *
     * @param pair the blocks
     */
    public void add(Both pair) {
        pairs.add(pair);
    }

    /**
     * Returns how many pairs there are.
     *
     * @return the number of calls of {@link #add}
     */
    public int size() {
        return pairs.size();
    }

    /**
     * Chooses the clock by all blocks so far.
     *
     * @return the choice
     */
    public ClockChoice clock() {
        if (pairs.isEmpty() || !all(Block::hasCpu)) {
            return ClockChoice.wall("the thread's CPU time is not told, or too coarse for a block");
        }
        return all(Block::hasQueue)
                ? ClockChoice.of(
                        waiting(Both::reference), waiting(Both::candidate), "time in the queue for a core left out")
                : ClockChoice.of(quietest(Both::reference), quietest(Both::candidate), "by the least disturbed blocks");
    }

    /**
     * Returns the times of single operations by a clock.
     *
     * @param clock the clock
     * @return one entry for each pair; empty if a block has no time by that clock
     */
    public List<Pair> by(Clock clock) {
        if (clock == Clock.CPU && !all(Block::hasCpu)) {
            return List.of();
        }
        return pairs.stream()
                .map(pair -> new Pair(
                        (double) nanos(pair.reference(), clock)
                                / pair.reference().operations(),
                        (double) nanos(pair.candidate(), clock)
                                / pair.candidate().operations()))
                .toList();
    }

    private static long nanos(Block block, Clock clock) {
        return clock == Clock.CPU ? block.cpuNanos() : block.wallNanos();
    }

    private boolean all(Predicate<Block> what) {
        return pairs.stream().allMatch(pair -> what.test(pair.reference()) && what.test(pair.candidate()));
    }

    private double waiting(Function<Both, Block> side) {
        double wall = 0;
        double unexplained = 0;
        for (Both pair : pairs) {
            Block block = side.apply(pair);
            if (!block.collected()) {
                wall += block.wallNanos();
                unexplained += block.unexplained();
            }
        }
        return unexplained / wall;
    }

    private double quietest(Function<Both, Block> side) {
        double[] shares = pairs.stream()
                .map(side)
                .filter(block -> !block.collected())
                .mapToDouble(block -> block.unexplained() / block.wallNanos())
                .sorted()
                .toArray();
        return shares.length == 0 ? Double.NaN : shares[(int) (QUIET * shares.length)];
    }
}
