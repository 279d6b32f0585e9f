package io.leadfactory.perf.define;

/**
 * So many times in a second. Immutable.
 *
 * @param perSecond how many times, not negative
 */
public record Rate(double perSecond) {
    private static final double MINUTE = 60;

    /**
     * Checks the rate.
     *
     * @throws IllegalArgumentException if it is negative or not a finite number
     */
    public Rate {
        if (!(perSecond >= 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("rate must be a number of at least 0: " + perSecond);
        }
    }

    /**
     * Returns so many times in a second.
     *
     * @param times how many
     * @return the rate
     * @throws IllegalArgumentException if it is negative or not a finite number
     */
    public static Rate perSecond(double times) {
        return new Rate(times);
    }

    /**
     * Returns so many times in a minute.
     *
     * @param times how many
     * @return the rate
     * @throws IllegalArgumentException if it is negative or not a finite number
     */
    public static Rate perMinute(double times) {
        return new Rate(times / MINUTE);
    }
}
