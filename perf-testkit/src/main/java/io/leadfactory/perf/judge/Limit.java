package io.leadfactory.perf.judge;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.define.Rate;
import java.time.Duration;
import java.util.Objects;

/**
 * What a figure must reach. Immutable.
 *
 * @param metric the metric that is limited
 * @param bound on which side of the value the figure must lie
 * @param value the limit in the metric's unit
 */
public record Limit(Metric metric, Bound bound, double value) {

    /** On which side of the limit the figure must lie. */
    public enum Bound {
        /** Strictly below the limit. */
        BELOW("<"),
        /** At or below the limit. */
        AT_MOST("<="),
        /** Strictly above the limit. */
        ABOVE(">"),
        /** At or above the limit. */
        AT_LEAST(">=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        /**
         * Returns the sign that reports show.
         *
         * @return the mathematical sign, {@code "<"}
         */
        public String sign() {
            return sign;
        }

        /**
         * Returns whether a value is on the wanted side.
         *
         * @param actual the value that was measured
         * @param limit the limit
         * @return true if it is; false for not a number
         */
        public boolean holds(double actual, double limit) {
            return switch (this) {
                case BELOW -> actual < limit;
                case AT_MOST -> actual <= limit;
                case ABOVE -> actual > limit;
                case AT_LEAST -> actual >= limit;
            };
        }
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the value is negative or not a finite number
     */
    public Limit {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(bound, "bound");
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "limit for " + metric.label() + " must be a number of at least 0: " + value);
        }
    }

    /**
     * Reads a limit as a person writes it.
     *
     * @param text the metric's id, {@code <}, {@code <=}, {@code >} or {@code >=}, and an amount with its unit,
     *     {@code "p99.9 < 80 ms"}
     * @return the limit
     * @throws IllegalArgumentException if the metric is unknown, or the amount does not fit it
     */
    public static Limit parse(String text) {
        return LimitText.parse(text);
    }

    /**
     * Returns a limit that the figure must stay below.
     *
     * @param metric a metric in nanoseconds
     * @param duration the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in nanoseconds, or the limit is negative
     */
    public static Limit below(Metric metric, Duration duration) {
        return new Limit(requireUnit(Unit.NANOSECONDS, metric), Bound.BELOW, (double) duration.toNanos());
    }

    /**
     * Returns a limit that the figure must stay below.
     *
     * @param metric a metric in bytes
     * @param amount the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in bytes, or the limit is negative
     */
    public static Limit below(Metric metric, Bytes amount) {
        return new Limit(requireUnit(Unit.BYTES, metric), Bound.BELOW, (double) amount.count());
    }

    /**
     * Returns a limit that the figure must stay below.
     *
     * @param metric a metric in operations per second
     * @param rate the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in operations per second, or the limit is negative
     */
    public static Limit below(Metric metric, Rate rate) {
        return new Limit(requireUnit(Unit.PER_SECOND, metric), Bound.BELOW, rate.perSecond());
    }

    /**
     * Returns a limit that the figure must not pass.
     *
     * @param metric a metric in nanoseconds
     * @param duration the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in nanoseconds, or the limit is negative
     */
    public static Limit atMost(Metric metric, Duration duration) {
        return new Limit(requireUnit(Unit.NANOSECONDS, metric), Bound.AT_MOST, (double) duration.toNanos());
    }

    /**
     * Returns a limit that the figure must not pass.
     *
     * @param metric a metric in bytes
     * @param amount the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in bytes, or the limit is negative
     */
    public static Limit atMost(Metric metric, Bytes amount) {
        return new Limit(requireUnit(Unit.BYTES, metric), Bound.AT_MOST, (double) amount.count());
    }

    /**
     * Returns a limit that the figure must not pass.
     *
     * @param metric a metric in operations per second
     * @param rate the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in operations per second, or the limit is negative
     */
    public static Limit atMost(Metric metric, Rate rate) {
        return new Limit(requireUnit(Unit.PER_SECOND, metric), Bound.AT_MOST, rate.perSecond());
    }

    /**
     * Returns a limit that the figure must be above.
     *
     * @param metric a metric in nanoseconds
     * @param duration the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in nanoseconds, or the limit is negative
     */
    public static Limit above(Metric metric, Duration duration) {
        return new Limit(requireUnit(Unit.NANOSECONDS, metric), Bound.ABOVE, (double) duration.toNanos());
    }

    /**
     * Returns a limit that the figure must be above.
     *
     * @param metric a metric in bytes
     * @param amount the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in bytes, or the limit is negative
     */
    public static Limit above(Metric metric, Bytes amount) {
        return new Limit(requireUnit(Unit.BYTES, metric), Bound.ABOVE, (double) amount.count());
    }

    /**
     * Returns a limit that the figure must be above.
     *
     * @param metric a metric in operations per second
     * @param rate the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in operations per second, or the limit is negative
     */
    public static Limit above(Metric metric, Rate rate) {
        return new Limit(requireUnit(Unit.PER_SECOND, metric), Bound.ABOVE, rate.perSecond());
    }

    /**
     * Returns a limit that the figure must reach.
     *
     * @param metric a metric in nanoseconds
     * @param duration the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in nanoseconds, or the limit is negative
     */
    public static Limit atLeast(Metric metric, Duration duration) {
        return new Limit(requireUnit(Unit.NANOSECONDS, metric), Bound.AT_LEAST, (double) duration.toNanos());
    }

    /**
     * Returns a limit that the figure must reach.
     *
     * @param metric a metric in bytes
     * @param amount the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in bytes, or the limit is negative
     */
    public static Limit atLeast(Metric metric, Bytes amount) {
        return new Limit(requireUnit(Unit.BYTES, metric), Bound.AT_LEAST, (double) amount.count());
    }

    /**
     * Returns a limit that the figure must reach.
     *
     * @param metric a metric in operations per second
     * @param rate the limit
     * @return the limit
     * @throws IllegalArgumentException if the metric is not in operations per second, or the limit is negative
     */
    public static Limit atLeast(Metric metric, Rate rate) {
        return new Limit(requireUnit(Unit.PER_SECOND, metric), Bound.AT_LEAST, rate.perSecond());
    }

    /**
     * Returns a limit that the figure must stay below.
     *
     * @param metric the metric
     * @param value the limit in the metric's unit
     * @return the limit
     */
    public static Limit below(Metric metric, double value) {
        return new Limit(metric, Bound.BELOW, value);
    }

    /**
     * Returns a limit that the figure must not pass.
     *
     * @param metric the metric
     * @param value the limit in the metric's unit
     * @return the limit
     */
    public static Limit atMost(Metric metric, double value) {
        return new Limit(metric, Bound.AT_MOST, value);
    }

    /**
     * Returns a limit that the figure must be above.
     *
     * @param metric the metric
     * @param value the limit in the metric's unit
     * @return the limit
     */
    public static Limit above(Metric metric, double value) {
        return new Limit(metric, Bound.ABOVE, value);
    }

    /**
     * Returns a limit that the figure must reach.
     *
     * @param metric the metric
     * @param value the limit in the metric's unit
     * @return the limit
     */
    public static Limit atLeast(Metric metric, double value) {
        return new Limit(metric, Bound.AT_LEAST, value);
    }

    private static Metric requireUnit(Unit unit, Metric metric) {
        if (metric.unit() != unit) {
            throw new IllegalArgumentException(
                    "a limit in " + unit + " cannot hold " + metric.id() + ", which is in " + metric.unit());
        }
        return metric;
    }

    /**
     * Returns the same limit with another value.
     *
     * @param other the value in the metric's unit
     * @return the limit
     */
    public Limit withValue(double other) {
        return new Limit(metric, bound, other);
    }

    /**
     * Renders the limit for a person.
     *
     * @return the sign and the value in its unit, {@code "< 35 ms"}
     */
    public String render() {
        return bound.sign() + " " + metric.unit().render(value);
    }
}
