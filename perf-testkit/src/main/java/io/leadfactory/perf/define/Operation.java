package io.leadfactory.perf.define;

/** What one user does once, and what is timed. An exception is an error of the system under test, with its stack. */
@FunctionalInterface
public interface Operation {
    /**
     * Does it once.
     *
     * @throws Exception if the operation failed; it is counted as an error and never as a time
     */
    void run() throws Exception;
}
