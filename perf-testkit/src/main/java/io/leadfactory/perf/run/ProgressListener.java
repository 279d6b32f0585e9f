package io.leadfactory.perf.run;

/**
 * Is told how far a run is. All calls come from the thread that asked for the run, about every 250 ms, never from a
 * user's thread, so a slow listener does not slow what is measured.
 *
 * <p>If a call throws, the run goes on, the failure is logged once to the logger {@code io.leadfactory.perf.run}, and
 * the listener is not called again for that run.
 */
public interface ProgressListener {
    /** What a run is doing. */
    enum Phase {
        /** Times are thrown away. */
        WARM_UP,
        /** Times count. */
        MEASURE
    }

    /**
     * Returns a listener that listens to nothing.
     *
     * @return the silent listener
     */
    static ProgressListener none() {
        return new ProgressListener() {};
    }

    /**
     * Is called before the users start.
     *
     * @param scenario the scenario's name
     */
    default void started(String scenario) {}

    /**
     * Is called while the users work.
     *
     * @param scenario the scenario's name
     * @param phase what the run is doing
     * @param fraction how much of the phase is done, 0 to 1
     */
    default void progressed(String scenario, Phase phase, double fraction) {}

    /**
     * Is called after all users are joined, also if the run failed.
     *
     * @param scenario the scenario's name
     */
    default void finished(String scenario) {}
}
