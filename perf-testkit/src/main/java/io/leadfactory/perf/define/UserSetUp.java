package io.leadfactory.perf.define;

/**
 * What surrounds a user's whole run, warm-up included, on the user's own thread: a connection, an open context.
 *
 * <p>Neither the set-up nor the closing is timed. If either fails, the whole measurement fails.
 */
@FunctionalInterface
public interface UserSetUp {
    /**
     * Sets one user up.
     *
     * @param user the user, before its first operation
     * @return what is closed on the same thread after the user's last operation
     * @throws Exception if the user cannot be set up
     */
    AutoCloseable open(User user) throws Exception;
}
