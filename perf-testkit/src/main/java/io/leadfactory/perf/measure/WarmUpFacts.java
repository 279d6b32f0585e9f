package io.leadfactory.perf.measure;

import java.time.Duration;

/**
 * What the warm-up before a measurement did. Immutable.
 *
 * @param rule the rule that was asked for, as text
 * @param operations operations that were run and thrown away
 * @param errors how many of them failed
 * @param took the real time it took
 * @param steadyState what is known about the state at its end
 */
public record WarmUpFacts(String rule, long operations, long errors, Duration took, SteadyState steadyState) {
    /** What is known about the state in which the measurement began. */
    public enum SteadyState {
        /** The times showed no trend and the compiler was at rest. */
        REACHED,
        /** The cap of the warm-up was over before that. */
        NOT_REACHED,
        /** The rule did not look at it. */
        NOT_CHECKED
    }

    /**
     * Returns the facts of a run without a warm-up.
     *
     * @return no operations, state not checked
     */
    public static WarmUpFacts none() {
        return new WarmUpFacts("none", 0, 0, Duration.ZERO, SteadyState.NOT_CHECKED);
    }
}
