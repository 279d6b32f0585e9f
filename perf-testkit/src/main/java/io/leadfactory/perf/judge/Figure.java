package io.leadfactory.perf.judge;

import java.util.Objects;

/**
 * A measured value with what it rests on. Immutable.
 *
 * @param metric what was measured
 * @param value the value in the metric's unit; not a number if the sample does not allow one
 * @param low the lower end of the interval, or not a number if there is none
 * @param high the upper end of the interval, or not a number if there is none
 * @param samples how many samples it rests on
 * @param confidence the share of such intervals that hold the true value, {@code 0.95}
 */
public record Figure(Metric metric, double value, double low, double high, long samples, double confidence) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if samples is negative, the interval is reversed or has one end alone, or the
     *     confidence is not between 0 and 1
     */
    public Figure {
        Objects.requireNonNull(metric, "metric");
        if (samples < 0) {
            throw new IllegalArgumentException("samples must not be negative: " + samples);
        }
        if (Double.isNaN(low) != Double.isNaN(high)) {
            throw new IllegalArgumentException("interval must have both ends or none: " + low + " .. " + high);
        }
        if (low > high) {
            throw new IllegalArgumentException("interval must not be reversed: " + low + " .. " + high);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
    }

    /**
     * Creates a figure with an interval of {@link Judge#CONFIDENCE}.
     *
     * @param metric what was measured
     * @param value the value in the metric's unit
     * @param low the lower end of the 95 % interval, or not a number if there is none
     * @param high the upper end of the 95 % interval, or not a number if there is none
     * @param samples how many samples it rests on
     */
    public Figure(Metric metric, double value, double low, double high, long samples) {
        this(metric, value, low, high, samples, Judge.CONFIDENCE);
    }

    /**
     * Returns a figure that has no interval, as a count or a maximum has none.
     *
     * @param metric what was measured
     * @param value the value in the metric's unit
     * @param samples how many samples it rests on
     * @return the figure
     */
    public static Figure exact(Metric metric, double value, long samples) {
        return new Figure(metric, value, Double.NaN, Double.NaN, samples);
    }

    /**
     * Returns whether there is an interval.
     *
     * @return true if both ends are numbers
     */
    public boolean hasInterval() {
        return !Double.isNaN(low) && !Double.isNaN(high);
    }

    /**
     * Renders the interval for a person.
     *
     * @return the confidence and both ends in their unit, {@code "95 % interval 39.8 ms .. 43.0 ms"}
     */
    public String renderInterval() {
        return Math.round(100 * confidence) + " % interval " + metric.unit().render(low) + " .. "
                + metric.unit().render(high);
    }

    /**
     * Renders the value for a person.
     *
     * @return the value in its unit, {@code "41.2 ms"}
     */
    public String render() {
        return metric.unit().render(value);
    }
}
