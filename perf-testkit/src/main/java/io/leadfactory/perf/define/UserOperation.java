package io.leadfactory.perf.define;

/** An {@link Operation} that knows which user does it, and for the how-manieth time. */
@FunctionalInterface
public interface UserOperation {
    /**
     * Does it once.
     *
     * @param user the user, valid for this call only
     * @throws Exception if the operation failed; it is counted as an error and never as a time
     */
    void run(User user) throws Exception;
}
