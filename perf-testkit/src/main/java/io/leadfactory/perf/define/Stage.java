package io.leadfactory.perf.define;

import java.time.Duration;

/**
 * One stretch of a {@link Load}'s course: from one level to another, evenly, in a given time. Immutable.
 *
 * @param from the level at its begin: operations in a second in the open model, users in the closed model
 * @param to the level at its end; the same as the first where the level is held
 * @param time how long it takes
 */
public record Stage(double from, double to, Duration time) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a level is negative or not a finite number, or the time is not positive
     */
    public Stage {
        level(from);
        level(to);
        Rules.positive("time of a stage", time);
    }

    private static void level(double level) {
        if (!(level >= 0) || Double.isInfinite(level)) {
            throw new IllegalArgumentException("level of a stage must be a number of at least 0: " + level);
        }
    }

    /**
     * Names the stage for a person.
     *
     * @return {@code "10 to 100 in PT30S"} or {@code "100 for PT1M"}
     */
    @Override
    public String toString() {
        return from == to
                ? Load.number(to) + " for " + time
                : Load.number(from) + " to " + Load.number(to) + " in " + time;
    }
}
