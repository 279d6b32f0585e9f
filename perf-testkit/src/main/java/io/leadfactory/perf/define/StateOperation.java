package io.leadfactory.perf.define;

/**
 * An {@link Operation} on the state of the user who does it.
 *
 * @param <S> the state's type
 */
@FunctionalInterface
public interface StateOperation<S> {
    /**
     * Does it once.
     *
     * @param user the user, valid for this call only
     * @param state what was opened for this user
     * @throws Exception if the operation failed; it is counted as an error and never as a time
     */
    void run(User user, S state) throws Exception;
}
