package io.leadfactory.perf.judge;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure measures. Immutable. The constants are the kit's own; a suite may add its own by the constructor.
 *
 * @param id the name in reports and settings: lower case letters, digits and hyphens, {@code "p95"}; a
 *     percentile may have decimals, {@code "p99.9"}
 * @param label how a person reads it, {@code "P95"}
 * @param unit the unit of its values
 */
public record Metric(String id, String label, Unit unit) {
    // First, because the constants below are checked against it.
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]*|p[0-9]{1,2}\\.[0-9]+");
    private static final Pattern PERCENTILE = Pattern.compile("p([0-9]{1,2}(?:\\.[0-9]+)?)");

    /** The arithmetic mean of the operations' times. */
    public static final Metric MEAN = new Metric("mean", "mean", Unit.NANOSECONDS);
    /** The 50th percentile of the operations' times. */
    public static final Metric P50 = new Metric("p50", "P50", Unit.NANOSECONDS);
    /** The 95th percentile of the operations' times. */
    public static final Metric P95 = new Metric("p95", "P95", Unit.NANOSECONDS);
    /** The 99th percentile of the operations' times. */
    public static final Metric P99 = new Metric("p99", "P99", Unit.NANOSECONDS);
    /** The longest operation's time. */
    public static final Metric MAX = new Metric("max", "max", Unit.NANOSECONDS);
    /** The real time from the first operation's start to the last one's end. */
    public static final Metric ELAPSED = new Metric("elapsed", "whole load", Unit.NANOSECONDS);
    /** Operations that succeeded in a second of real time. */
    public static final Metric THROUGHPUT = new Metric("throughput", "throughput", Unit.PER_SECOND);
    /** Operations that ended with an exception that their scenario does not expect. */
    public static final Metric ERRORS = new Metric("errors", "errors", Unit.COUNT);
    /** Growth of the heap that survives a forced collection, over all cycles of a run. */
    public static final Metric HEAP_GROWTH = new Metric("heap", "retained heap growth", Unit.BYTES);
    /** Growth of the process's resident set over all cycles of a run. */
    public static final Metric RESIDENT_GROWTH = new Metric("resident", "resident set growth", Unit.BYTES);
    /** How much slower an operation is at many users than at one, over the floor that the cores impose. */
    public static final Metric DEGRADATION = new Metric("degradation", "degradation", Unit.RATIO);

    /** How much slower an operation is at many users than at one. */
    public static final Metric RAW_DEGRADATION = new Metric("raw-degradation", "raw degradation", Unit.RATIO);
    /** How much of the throughput that the lowest number of users promises a higher one has; 1 for perfect scaling. */
    public static final Metric EFFICIENCY = new Metric("efficiency", "scaling efficiency", Unit.RATIO);
    /** The median response time at the end of a soak over that at its begin, by the trend of its parts. */
    public static final Metric SLOW_DOWN = new Metric("slow-down", "median at the end over the begin", Unit.RATIO);
    /** How much the heap that survives a forced collection certainly grows with each cycle; zero if that is not certain. */
    public static final Metric HEAP_TREND = new Metric("heap-trend", "certain heap growth per cycle", Unit.BYTES);
    /** How much the resident set certainly grows with each cycle; zero if that is not certain. */
    public static final Metric RESIDENT_TREND =
            new Metric("resident-trend", "certain resident set growth per cycle", Unit.BYTES);
    /** Rounds of a hunt for a race that were not as they must be. A hunt stops at the first. */
    public static final Metric VIOLATIONS = new Metric("violations", "violations", Unit.COUNT);
    /** The time of an operation over the time of a reference operation in the same run. */
    public static final Metric OVERHEAD = new Metric("overhead", "overhead ratio", Unit.RATIO);

    /** Failed uses of the broken part while its fault was on. */
    public static final Metric BROKEN_USES = new Metric("broken-uses", "failed uses of the broken part", Unit.COUNT);
    /** What an operation leaves in the heap for good. */
    public static final Metric LEAK = new Metric("leak", "retained per operation", Unit.BYTES);
    /** What all threads allocated for one operation. */
    public static final Metric ALLOCATED = new Metric("allocated", "allocated per operation", Unit.BYTES);
    /** How often a collector stopped the application. */
    public static final Metric GC_PAUSES = new Metric("gc-pauses", "GC pauses", Unit.COUNT);
    /** For how long collectors stopped the application in all. */
    public static final Metric GC_PAUSE_TIME = new Metric("gc-pause-time", "GC pause time", Unit.NANOSECONDS);
    /** The longest single stop by a collector. */
    public static final Metric LONGEST_GC_PAUSE = new Metric("longest-gc-pause", "longest GC pause", Unit.NANOSECONDS);

    private static final String PER_OPERATION = "-per-operation";
    private static final String IN_ALL = "-in-all";

    /**
     * Returns the metric of a scenario's counter, divided by the operations. It is exact, and does not depend on the
     * machine's speed.
     *
     * @param counter the counter's name in the scenario
     * @return the metric {@code "<counter>-per-operation"}
     */
    public static Metric perOperation(String counter) {
        return new Metric(counter + PER_OPERATION, counter.replace('-', ' ') + " per operation", Unit.COUNT);
    }

    /**
     * Returns the metric of a scenario's counter over the whole run.
     *
     * @param counter the counter's name in the scenario
     * @return the metric {@code "<counter>-in-all"}
     */
    public static Metric inAll(String counter) {
        return new Metric(counter + IN_ALL, counter.replace('-', ' ') + " in all", Unit.COUNT);
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the id is not of lower case letters, digits and hyphens, or the label is blank
     */
    public Metric {
        Objects.requireNonNull(unit, "unit");
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "metric id must be lower case letters, digits and hyphens, starting with a letter: \"" + id + "\"");
        }
        if (label.isBlank()) {
            throw new IllegalArgumentException("metric label must not be blank: id \"" + id + "\"");
        }
    }

    /**
     * Returns a percentile of the operations' times.
     *
     * @param percentile which one, above 0 and below 100, {@code 99.9}
     * @return the metric; that of a constant above where there is one
     * @throws IllegalArgumentException if the percentile is out of its range
     */
    public static Metric percentile(double percentile) {
        if (!(percentile > 0 && percentile < 100)) {
            throw new IllegalArgumentException("percentile must be above 0 and below 100: " + percentile
                    + "; the extremes are min and max, which have no interval");
        }
        String number = BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
        return new Metric("p" + number, "P" + number, Unit.NANOSECONDS);
    }

    /**
     * Returns which percentile of the operations' times this is.
     *
     * @return above 0 and below 100; empty if it is none
     */
    public OptionalDouble asPercentile() {
        Matcher matcher = PERCENTILE.matcher(id);
        if (unit != Unit.NANOSECONDS || !matcher.matches()) {
            return OptionalDouble.empty();
        }
        double percentile = Double.parseDouble(matcher.group(1));
        return percentile > 0 ? OptionalDouble.of(percentile) : OptionalDouble.empty();
    }
}
