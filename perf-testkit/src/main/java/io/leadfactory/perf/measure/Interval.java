package io.leadfactory.perf.measure;

/**
 * Between which values a figure lies, at a stated confidence. Immutable.
 *
 * @param low the lower end, in the figure's unit
 * @param high the upper end, in the figure's unit
 */
public record Interval(double low, double high) {
    /**
     * Checks the ends.
     *
     * @throws IllegalArgumentException if an end is not a number, or the ends are reversed
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval must run from low to high: " + low + " .. " + high);
        }
    }
}
