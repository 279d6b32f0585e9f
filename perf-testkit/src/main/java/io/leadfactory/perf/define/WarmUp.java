package io.leadfactory.perf.define;

import java.time.Duration;

/**
 * How long a scenario is run before its times count. Immutable.
 *
 * <p>After a warm-up its garbage is collected, so that the pause for it does not fall upon a measured operation; what
 * the measured operations leave is collected while they are measured, and that pause counts.
 */
public final class WarmUp {
    private static final WarmUp NONE = new WarmUp(0, Duration.ZERO);

    private final long iterations;
    private final Duration cap;

    private WarmUp(long iterations, Duration cap) {
        this.iterations = iterations;
        this.cap = cap;
    }

    /**
     * Returns no warm-up: the first operation counts.
     *
     * @return the rule
     */
    public static WarmUp none() {
        return NONE;
    }

    /**
     * Returns a fixed number of operations; whether a steady state was reached is not looked at.
     *
     * @param iterations operations over all users together
     * @return the rule
     * @throws IllegalArgumentException if the number is not positive
     */
    public static WarmUp iterations(long iterations) {
        if (iterations <= 0) {
            throw new IllegalArgumentException("warm-up iterations must be positive: " + iterations);
        }
        return new WarmUp(iterations, Duration.ZERO);
    }

    /**
     * Returns a warm-up until the operation's times show no trend any more and the JIT compiler has come to rest.
     *
     * @param cap the longest time to wait for that; when it is over, the measurement begins and says that no steady
     *     state was reached
     * @return the rule
     * @throws IllegalArgumentException if the cap is not positive
     */
    public static WarmUp detected(Duration cap) {
        return new WarmUp(0, Rules.positive("warm-up cap", cap));
    }

    /**
     * Returns the fixed number of operations.
     *
     * @return operations over all users together; 0 if the end is detected or there is no warm-up
     */
    public long iterations() {
        return iterations;
    }

    /**
     * Returns the longest time for which a steady state is awaited.
     *
     * @return the cap; zero if the end is not detected
     */
    public Duration cap() {
        return cap;
    }

    /**
     * Returns whether the end of the warm-up is detected.
     *
     * @return true if it is
     */
    public boolean isDetected() {
        return !cap.isZero();
    }

    /**
     * Returns whether there is no warm-up.
     *
     * @return true if the first operation counts
     */
    public boolean isNone() {
        return iterations == 0 && cap.isZero();
    }

    /**
     * Names the rule for a person.
     *
     * @return {@code "none"}, {@code "200 iterations"} or {@code "detected, at most PT2S"}
     */
    @Override
    public String toString() {
        if (isNone()) {
            return "none";
        }
        return isDetected() ? "detected, at most " + cap : iterations + " iterations";
    }
}
