package io.leadfactory.perf.define;

/**
 * Opens what belongs to one user alone for its whole run, warm-up included, on the user's own thread: a session, a cart, a
 * random generator. Not timed; if it fails, the whole measurement fails.
 *
 * @param <S> the state's type; what is {@link AutoCloseable} is closed after the user's last operation
 */
@FunctionalInterface
public interface UserState<S> {
    /**
     * Opens one user's state.
     *
     * @param user the user, before its first operation
     * @return the state, not null
     * @throws Exception if it cannot be opened
     */
    S open(User user) throws Exception;
}
