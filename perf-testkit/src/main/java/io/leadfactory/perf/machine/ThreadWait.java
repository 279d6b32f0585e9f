package io.leadfactory.perf.machine;

/**
 * How long one thread has waited for a core while it could have run. For the thread that it was made on, which closes it.
 */
public interface ThreadWait extends AutoCloseable {
    /**
     * Returns the time so far; only differences mean anything.
     *
     * @return nanoseconds; -1 if the system does not tell
     */
    long nanos();

    @Override
    void close();

    /**
     * Returns a wait that is never known.
     *
     * @return the constant -1
     */
    static ThreadWait unknown() {
        return new ThreadWait() {
            @Override
            public long nanos() {
                return -1;
            }

            @Override
            public void close() {}
        };
    }
}
