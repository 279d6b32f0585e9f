package io.leadfactory.perf.watch;

/** Where elapsed time comes from, so that tests can drive it. Thread-safe. */
@FunctionalInterface
public interface WatchClock {
    /**
     * Returns a reading of a clock that never goes back; only differences mean anything.
     *
     * @return nanoseconds
     */
    long nanos();

    /**
     * Returns the JVM's own clock.
     *
     * @return the clock
     */
    static WatchClock system() {
        return System::nanoTime;
    }
}
