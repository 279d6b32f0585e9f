package io.leadfactory.perf.watch;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a running application must keep to. Immutable.
 *
 * <p>It is crossed when its figure over the window lies beyond the limit, and back when the figure is a tenth of the limit
 * within it: what wavers about the limit raises one alert, not many.
 *
 * @param figure what is watched
 * @param operation the operation's name as it is recorded; empty for {@link Figure#MEMORY_INCREASE}
 * @param limit in the figure's unit
 * @param samples on how many operations in the window it must rest to be judged
 */
public record Threshold(Figure figure, String operation, double limit, long samples) {
    /** How many operations the window must hold, unless it is said otherwise. */
    public static final long DEFAULT_SAMPLES = 20;

    private static final double BACK = 0.1;

    /** What is watched over the window. */
    public enum Figure {
        /** The mean time, in nanoseconds. */
        MEAN("mean", false),
        /** The 95th percentile of the times, in nanoseconds, true to an eighth. */
        P95("P95", false),
        /** The longest time, in nanoseconds. */
        MAX("max", false),
        /** Failed operations over all, 0 to 1. */
        ERROR_RATE("error rate", false),
        /** Operations that ended well in a second. Judged once the window is full. */
        THROUGHPUT("throughput", true),
        /**
         * By how much the heap that survives a collection exceeds the least in the window, in bytes. Not told before each
         * part of the heap was collected once.
         */
        MEMORY_INCREASE("memory increase", false);

        private final String label;
        private final boolean floor;

        Figure(String label, boolean floor) {
            this.label = label;
            this.floor = floor;
        }

        /**
         * Returns how a person reads it.
         *
         * @return the label, {@code "P95"}
         */
        public String label() {
            return label;
        }
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the limit is not a positive number, the samples are not positive, or the operation
     *     is blank where one is needed
     */
    public Threshold {
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException("limit of " + figure.label + " must be a positive number: " + limit);
        }
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be positive: " + samples);
        }
        if (figure != Figure.MEMORY_INCREASE && operation.isBlank()) {
            throw new IllegalArgumentException("operation of " + figure.label + " must not be blank");
        }
    }

    /**
     * Returns the usual ones: a mean of 50 ms for {@code audit}, of 10 ms for {@code budget} and of 100 ms for
     * {@code recovery}, an increase of 50 MB, and at least 15 operations in a second for {@code audit}.
     *
     * @return the thresholds
     */
    public static List<Threshold> defaults() {
        return List.of(
                mean("audit", Duration.ofMillis(50)),
                mean("budget", Duration.ofMillis(10)),
                mean("recovery", Duration.ofMillis(100)).withSamples(1),
                memoryIncrease(50L << 20),
                throughput("audit", 15));
    }

    /**
     * Returns a limit on the mean time.
     *
     * @param operation the operation's name
     * @param limit the limit
     * @return the threshold
     */
    public static Threshold mean(String operation, Duration limit) {
        return new Threshold(Figure.MEAN, operation, limit.toNanos(), DEFAULT_SAMPLES);
    }

    /**
     * Returns a limit on the 95th percentile of the times.
     *
     * @param operation the operation's name
     * @param limit the limit
     * @return the threshold, which wants 59 operations in the window
     */
    public static Threshold p95(String operation, Duration limit) {
        return new Threshold(Figure.P95, operation, limit.toNanos(), 59);
    }

    /**
     * Returns a limit on the longest time.
     *
     * @param operation the operation's name
     * @param limit the limit
     * @return the threshold, for which one operation is enough
     */
    public static Threshold max(String operation, Duration limit) {
        return new Threshold(Figure.MAX, operation, limit.toNanos(), 1);
    }

    /**
     * Returns a limit on the share of failures.
     *
     * @param operation the operation's name
     * @param share 0 to 1
     * @return the threshold
     */
    public static Threshold errorRate(String operation, double share) {
        return new Threshold(Figure.ERROR_RATE, operation, share, DEFAULT_SAMPLES);
    }

    /**
     * Returns a limit that the throughput must reach. It cannot tell a system that is stuck from one that nobody asks, so a
     * window with fewer operations than {@link #samples()} is not judged.
     *
     * @param operation the operation's name
     * @param perSecond operations in a second
     * @return the threshold
     */
    public static Threshold throughput(String operation, double perSecond) {
        return new Threshold(Figure.THROUGHPUT, operation, perSecond, DEFAULT_SAMPLES);
    }

    /**
     * Returns a limit on the increase of memory within the window. By the JVM's own account, which is the default, it is
     * judged once each part of the heap in use was collected, the old generation too: before that nobody knows what
     * survives. {@link Watch.Builder#memory(java.util.function.LongSupplier)} takes another account.
     *
     * @param bytes the limit
     * @return the threshold
     */
    public static Threshold memoryIncrease(long bytes) {
        return new Threshold(Figure.MEMORY_INCREASE, "", (double) bytes, 1);
    }

    /**
     * Returns the same for another number of operations.
     *
     * @param number how many operations the window must hold
     * @return the threshold
     */
    public Threshold withSamples(long number) {
        return new Threshold(figure, operation, limit, number);
    }

    boolean crossedBy(double value) {
        return figure.floor ? value < limit : value > limit;
    }

    boolean backAt(double value) {
        return figure.floor ? value >= limit * (1 + BACK) : value <= limit * (1 - BACK);
    }

    /** What is watched and of what, {@code "mean of audit"}. */
    String subject() {
        return operation.isEmpty() ? figure.label : figure.label + " of " + operation;
    }

    String render(double value) {
        return switch (figure) {
            case MEAN, P95, MAX -> String.format(Locale.ROOT, "%.3g ms", value / 1e6);
            case ERROR_RATE -> String.format(Locale.ROOT, "%.3g %%", value * 100);
            case THROUGHPUT -> String.format(Locale.ROOT, "%.3g /s", value);
            case MEMORY_INCREASE -> String.format(Locale.ROOT, "%.1f MB", value / (1 << 20));
        };
    }
}
