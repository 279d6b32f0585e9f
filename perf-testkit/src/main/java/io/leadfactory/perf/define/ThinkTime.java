package io.leadfactory.perf.define;

import java.time.Duration;

/**
 * How long a user pauses after each operation, in the closed model. Immutable.
 *
 * @param shortest the shortest pause
 * @param longest the longest pause; the same if it is fixed
 * @param seed by which pauses between the two are drawn, evenly and for each user apart; without meaning if it is fixed
 */
public record ThinkTime(Duration shortest, Duration longest, long seed) {
    private static final ThinkTime NONE = fixed(Duration.ZERO);

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a pause is negative, or the longest shorter than the shortest
     */
    public ThinkTime {
        Rules.notNegative("think time", shortest);
        Rules.notNegative("think time", longest);
        if (longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "think time must run from the shortest to the longest: " + shortest + " .. " + longest);
        }
    }

    /**
     * Returns no pause.
     *
     * @return the pause of length zero
     */
    public static ThinkTime none() {
        return NONE;
    }

    /**
     * Returns a pause of one length.
     *
     * @param pause the length
     * @return the pause
     * @throws IllegalArgumentException if it is negative
     */
    public static ThinkTime fixed(Duration pause) {
        return new ThinkTime(pause, pause, 0);
    }

    /**
     * Returns a pause of random length, each length as likely as the other.
     *
     * @param shortest the shortest
     * @param longest the longest
     * @param seed the same seed gives each user the same pauses
     * @return the pause
     * @throws IllegalArgumentException if one is negative, or the longest shorter than the shortest
     */
    public static ThinkTime between(Duration shortest, Duration longest, long seed) {
        return new ThinkTime(shortest, longest, seed);
    }

    /**
     * Returns whether there is no pause.
     *
     * @return true if even the longest is zero
     */
    public boolean isZero() {
        return longest.isZero();
    }

    /**
     * Returns the pause on average.
     *
     * @return the middle between shortest and longest
     */
    public Duration mean() {
        return shortest.plus(longest).dividedBy(2);
    }

    /**
     * Names the pause for a person.
     *
     * @return {@code "none"}, {@code "PT0.1S"} or {@code "PT0.1S .. PT0.3S by seed 7"}
     */
    @Override
    public String toString() {
        if (isZero()) {
            return "none";
        }
        return shortest.equals(longest) ? shortest.toString() : shortest + " .. " + longest + " by seed " + seed;
    }
}
