package io.leadfactory.perf.measure;

import java.util.Objects;

/**
 * A figure and between which values it lies. Immutable.
 *
 * @param value the figure
 * @param interval its 95 % interval
 */
public record Estimate(double value, Interval interval) {
    /** Checks that there is an interval. */
    public Estimate {
        Objects.requireNonNull(interval, "interval");
    }
}
