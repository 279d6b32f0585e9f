package io.leadfactory.perf.measure;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * Finds out when the times of an operation have stopped to change. For one thread.
 *
 * <p>Times are gathered in blocks of at least 20 ms. The state is steady when over the last eight blocks the medians have
 * no trend (the 95 % interval of the Theil-Sen slope holds zero, or the slope makes less than 3 % over all eight), and the
 * JIT compiler worked for less than a tenth of that time. Most programs reach such a state, some never do (Barrett et al.,
 * Virtual Machine Warmup Blows Hot and Cold, 2017), so whoever asks needs a cap.
 */
public final class SteadyStateDetector {
    private static final long BLOCK_NANOS = 20_000_000;
    private static final int BLOCKS = 8;
    private static final double TREND_SHARE = 0.03;
    private static final double COMPILER_SHARE = 0.1;

    private record Block(long began, long compiledNanos, double median) {}

    private final LongSupplier compiledNanos;
    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private Times times = new Times();
    private long blockBegan = Long.MIN_VALUE;
    private long blockCompiled;

    private SteadyStateDetector(LongSupplier compiledNanos) {
        this.compiledNanos = compiledNanos;
    }

    /**
     * Returns a detector that asks this JVM's compiler.
     *
     * @return a detector that has seen nothing
     */
    public static SteadyStateDetector system() {
        return of(TimeSource.system());
    }

    /**
     * Returns a detector that asks the compiler of a clock.
     *
     * @param time tells what the compiler does, or nothing
     * @return a detector that has seen nothing
     */
    public static SteadyStateDetector of(TimeSource time) {
        return with(time::compilerNanos);
    }

    /**
     * Returns whether the compiler did so little that times of that while may count.
     *
     * @param compilerNanos how long it worked
     * @param nanos of how long a while
     * @return true if it worked for less than a tenth of it
     */
    public static boolean isCompilerAtRest(long compilerNanos, long nanos) {
        return compilerNanos <= COMPILER_SHARE * nanos;
    }

    static SteadyStateDetector with(LongSupplier compiledNanos) {
        return new SteadyStateDetector(compiledNanos);
    }

    /**
     * Takes one operation.
     *
     * @param began when it began, by any clock in nanoseconds
     * @param ended when it ended, by the same clock
     * @return true if the state is steady
     */
    public boolean isSteadyAfter(long began, long ended) {
        return isSteadyAfter(began, ended, ended - began);
    }

    /**
     * Takes one operation of which a part was something else's.
     *
     * @param began when it began, by any clock in nanoseconds
     * @param ended when it ended, by the same clock
     * @param nanos how long the part took that is looked at
     * @return true if the state is steady
     */
    public boolean isSteadyAfter(long began, long ended, long nanos) {
        if (blockBegan == Long.MIN_VALUE) {
            blockBegan = began;
            blockCompiled = compiledNanos.getAsLong();
        }
        times.record(nanos);
        if (ended - blockBegan < BLOCK_NANOS) {
            return false;
        }
        blocks.add(new Block(blockBegan, blockCompiled, times.distribution().percentileNanos(50)));
        times = new Times();
        blockBegan = ended;
        blockCompiled = compiledNanos.getAsLong();
        if (blocks.size() > BLOCKS) {
            blocks.remove();
        }
        return blocks.size() == BLOCKS && isTrendless() && isCompilerAtRest(ended);
    }

    private boolean isTrendless() {
        double[] medians = new double[BLOCKS];
        double sum = 0;
        Iterator<Block> each = blocks.iterator();
        for (int i = 0; i < BLOCKS; i++) {
            medians[i] = each.next().median();
            sum += medians[i];
        }
        Trend trend = Trend.of(medians);
        return (trend.low() <= 0 && trend.high() >= 0) || Math.abs(trend.growth()) <= TREND_SHARE * sum / BLOCKS;
    }

    private boolean isCompilerAtRest(long now) {
        Block first = blocks.element();
        return isCompilerAtRest(blockCompiled - first.compiledNanos(), now - first.began());
    }
}
