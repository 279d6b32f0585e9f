package io.leadfactory.perf.define;

/** One of the users of a scenario: a thread that works beside the others. For one thread. */
public interface User {
    /**
     * Returns which user this is.
     *
     * @return 0 for the first user, then counting up
     */
    int index();

    /**
     * Returns how many operations this user began before this one, warm-up included.
     *
     * @return 0 for the user's first operation
     */
    long iteration();

    /**
     * Returns whether the operation belongs to the warm-up, whose times are thrown away.
     *
     * @return true in the warm-up
     */
    boolean warmingUp();

    /**
     * Returns what belongs to this user alone: what {@link Scenario.Builder#userState(UserState)} opened, or else what
     * {@link Scenario.Builder#perUser(UserSetUp)} did.
     *
     * @param <S> the wanted type
     * @param type the wanted type
     * @return the state
     * @throws IllegalStateException if nothing was opened for the user, or it is not of that type
     */
    <S> S state(Class<S> type);
}
