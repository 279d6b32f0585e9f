package io.leadfactory.perf.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run's time in at most 128 slices, whose width doubles as the run grows, so that recording needs no allocation and no
 * knowledge of the run's length. For one thread.
 */
final class Timeline {
    private static final int SLOTS = 128;
    private static final int FIRST_SHIFT = 10;
    private static final int BLOCKS = 32;

    private final long[] count = new long[SLOTS];
    private final long[] errors = new long[SLOTS];
    private final double[] sum = new double[SLOTS];
    private final long[] max = new long[SLOTS];
    private int shift = FIRST_SHIFT;

    // The slice that is written at the moment: recording leaves the arrays alone until it is over.
    private int current;
    private long currentBegin;
    private long currentEnd;
    private long currentCount;
    private long currentSum;
    private long currentMax;

    void record(long offset, long nanos) {
        record(offset, 1, nanos, nanos);
    }

    /** Records operations that ended in the slice of an offset, by their number, sum and longest. */
    void record(long offset, long number, long total, long longest) {
        if (offset >= currentEnd || offset < currentBegin) {
            moveTo(offset);
        }
        currentCount += number;
        currentSum += total;
        currentMax = Math.max(currentMax, longest);
    }

    /** Opens a batch for what ends in the slice of an offset. */
    void begin(Batch batch, long offset) {
        moveTo(offset);
        batch.begin(offset, currentBegin, currentEnd);
    }

    void fail(long offset) {
        put();
        errors[slot(offset)]++;
    }

    private void moveTo(long offset) {
        put();
        current = slot(offset);
        // What is before the start belongs to the first slice.
        currentBegin = current == 0 ? Long.MIN_VALUE : (long) current << shift;
        currentEnd = (current + 1L) << shift;
    }

    /** Puts what was gathered into the arrays; the next time looks for its slice anew. */
    private void put() {
        count[current] += currentCount;
        sum[current] += currentSum;
        max[current] = Math.max(max[current], currentMax);
        currentCount = 0;
        currentSum = 0;
        currentMax = 0;
        currentEnd = Long.MIN_VALUE;
    }

    void add(Timeline other) {
        put();
        other.put();
        while (shift < other.shift) {
            fold();
        }
        for (int i = 0; i < SLOTS; i++) {
            int slot = i >> (shift - other.shift);
            count[slot] += other.count[i];
            errors[slot] += other.errors[i];
            sum[slot] += other.sum[i];
            max[slot] = Math.max(max[slot], other.max[i]);
        }
    }

    /** Adds what happened in a later part, whose start is the given offset; exact to the width of its slices. */
    void addAfter(long offset, Timeline later) {
        put();
        later.put();
        for (int i = 0; i < SLOTS; i++) {
            if (later.count[i] > 0 || later.errors[i] > 0) {
                int slot = slot(offset + ((long) i << later.shift));
                count[slot] += later.count[i];
                errors[slot] += later.errors[i];
                sum[slot] += later.sum[i];
                max[slot] = Math.max(max[slot], later.max[i]);
            }
        }
    }

    /** Adds slices as {@link #slots()} returned them. */
    void add(List<Slot> slices) {
        if (slices.isEmpty()) {
            return;
        }
        long width = slices.get(0).width().toNanos();
        if (Long.bitCount(width) != 1 || width < 1L << FIRST_SHIFT || slices.size() > SLOTS) {
            throw new IllegalArgumentException("a timeline has at most " + SLOTS
                    + " slices whose width is a power of two of nanoseconds: " + slices.size() + " of " + width);
        }
        Timeline other = new Timeline();
        other.shift = Long.numberOfTrailingZeros(width);
        for (int i = 0; i < slices.size(); i++) {
            Slot slice = slices.get(i);
            other.count[i] = slice.count();
            other.errors[i] = slice.errors();
            other.sum[i] = slice.count() * (double) slice.mean().toNanos();
            other.max[i] = slice.max().toNanos();
        }
        add(other);
    }

    List<Slot> slots() {
        put();
        int last = SLOTS - 1;
        while (last >= 0 && count[last] == 0 && errors[last] == 0) {
            last--;
        }
        List<Slot> slots = new ArrayList<>();
        Duration width = Duration.ofNanos(1L << shift);
        for (int i = 0; i <= last; i++) {
            Duration mean = count[i] == 0 ? Duration.ZERO : Duration.ofNanos(Math.round(sum[i] / count[i]));
            slots.add(new Slot(width.multipliedBy(i), width, count[i], errors[i], mean, Duration.ofNanos(max[i])));
        }
        return List.copyOf(slots);
    }

    /**
     * Returns the interval of the mean by the method of blocks: neighbouring slices are joined to at most 32 blocks, whose
     * sums and counts give the variance of the ratio estimator, with Student's t. Times that move together, as those of
     * several users in one stall do, fall into one block and so do not pretend to be independent.
     */
    Optional<Interval> meanInterval(double confidence) {
        return blocks().map(blocks -> {
            double reach = blocks.error() * Student.twoSided(confidence, blocks.number() - 1);
            return new Interval(Math.max(0, blocks.mean() - reach), blocks.mean() + reach);
        });
    }

    /** Returns how likely such a mean is if the system's mean is at most a limit; 1 if there are too few blocks. */
    double meanLikelihoodAtMost(double limit) {
        return blocks().map(blocks -> Beta.studentAbove((blocks.mean() - limit) / blocks.error(), blocks.number() - 1))
                .filter(likelihood -> !Double.isNaN(likelihood))
                .orElse(1.0);
    }

    /** The mean with its standard error by blocks of time. */
    private record Blocks(double mean, double error, int number) {}

    private Optional<Blocks> blocks() {
        put();
        int last = SLOTS - 1;
        while (last >= 0 && count[last] == 0) {
            last--;
        }
        int width = (last + BLOCKS) / BLOCKS;
        double total = 0;
        double samples = 0;
        for (int i = 0; i <= last; i++) {
            total += sum[i];
            samples += count[i];
        }
        double mean = total / samples;
        int blocks = 0;
        double squares = 0;
        for (int from = 0; from <= last; from += width) {
            double blockSum = 0;
            double blockCount = 0;
            for (int i = from; i <= Math.min(last, from + width - 1); i++) {
                blockSum += sum[i];
                blockCount += count[i];
            }
            if (blockCount > 0) {
                double off = blockSum - mean * blockCount;
                squares += off * off;
                blocks++;
            }
        }
        if (blocks < 2) {
            return Optional.empty();
        }
        double error = Math.sqrt(squares * blocks / (blocks - 1)) / samples;
        return Optional.of(new Blocks(mean, error, blocks));
    }

    private int slot(long offset) {
        long from = Math.max(0, offset);
        while (from >> shift >= SLOTS) {
            fold();
        }
        return (int) (from >> shift);
    }

    private void fold() {
        for (int i = 0; i < SLOTS / 2; i++) {
            count[i] = count[2 * i] + count[2 * i + 1];
            errors[i] = errors[2 * i] + errors[2 * i + 1];
            sum[i] = sum[2 * i] + sum[2 * i + 1];
            max[i] = Math.max(max[2 * i], max[2 * i + 1]);
        }
        for (int i = SLOTS / 2; i < SLOTS; i++) {
            count[i] = 0;
            errors[i] = 0;
            sum[i] = 0;
            max[i] = 0;
        }
        shift++;
    }
}
