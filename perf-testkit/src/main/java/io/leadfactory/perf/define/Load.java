package io.leadfactory.perf.define;

/**
 * How operations arrive. Immutable.
 *
 * <p>In the closed model a user begins its next operation when the last one ended, so a slow system is asked less often.
 * In the open model operations are due at fixed instants whatever the system does, and the response time counts from
 * the instant at which the operation was due: a stall is seen by every operation that had to wait for it.
 */
public final class Load {
    private static final Load CLOSED = new Load(0);

    private final double ratePerSecond;

    private Load(double ratePerSecond) {
        this.ratePerSecond = ratePerSecond;
    }

    /**
     * Returns the closed model.
     *
     * @return the model in which each user begins when it is ready
     */
    public static Load closed() {
        return CLOSED;
    }

    /**
     * Returns the open model.
     *
     * @param ratePerSecond operations due in a second, over all users together
     * @return the model in which operations are due at a fixed rate
     * @throws IllegalArgumentException if the rate is not a positive finite number
     */
    public static Load open(double ratePerSecond) {
        if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
            throw new IllegalArgumentException(
                    "rate must be a positive number of operations per second: " + ratePerSecond);
        }
        return new Load(ratePerSecond);
    }

    /**
     * Returns whether operations are due at a rate.
     *
     * @return true in the open model
     */
    public boolean isOpen() {
        return ratePerSecond > 0;
    }

    /**
     * Returns the rate of the open model.
     *
     * @return operations due in a second over all users together; 0 in the closed model
     */
    public double ratePerSecond() {
        return ratePerSecond;
    }

    /**
     * Names the model for a person.
     *
     * @return {@code "closed"} or {@code "open, 200 /s"}
     */
    @Override
    public String toString() {
        if (!isOpen()) {
            return "closed";
        }
        String rate = ratePerSecond == Math.rint(ratePerSecond) && ratePerSecond < 1e15
                ? Long.toString((long) ratePerSecond)
                : Double.toString(ratePerSecond);
        return "open, " + rate + " /s";
    }
}
