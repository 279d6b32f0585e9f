package io.leadfactory.perf.define;

import java.util.Locale;

/**
 * A share in hundredths, as {@code percent(5)}. Immutable.
 *
 * @param value hundredths, at least 0
 */
public record Percent(double value) {
    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException if it is negative or not a finite number
     */
    public Percent {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("percent must be a number of at least 0: " + value);
        }
    }

    /**
     * Returns a share, to be imported statically.
     *
     * @param value hundredths, at least 0
     * @return the share
     * @throws IllegalArgumentException if the value is negative or not a finite number
     */
    public static Percent percent(double value) {
        return new Percent(value);
    }

    /**
     * Returns the share as a part of one.
     *
     * @return 0.05 for 5 %
     */
    public double share() {
        return value / 100;
    }

    /** Renders the share for a person, {@code "5 %"}. */
    @Override
    public String toString() {
        return value == Math.rint(value) && value < 1e15
                ? String.format(Locale.ROOT, "%.0f %%", value)
                : String.format(Locale.ROOT, "%s %%", value);
    }
}
