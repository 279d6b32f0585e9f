package io.leadfactory.perf.machine;

import java.util.Optional;

/** Where figures on the machine come from, so that tests can drive them. Thread-safe. */
public interface HostSource {
    /**
     * Reads the machine's counters. It looks at all processes, which takes a millisecond or some.
     *
     * @return the counters; what the system does not tell is not a number
     */
    HostReading read();

    /**
     * Opens the figure on the current thread's waiting for a core.
     *
     * @return the figure, never known on a system that does not tell
     */
    ThreadWait threadWait();

    /**
     * Returns what forbids to tell waiting that other processes caused from one's own.
     *
     * @return a clause, as "the JVM may use 2 of 64 cores' time"; empty if nothing does
     */
    Optional<String> obstacle();

    /**
     * Returns the operating system's own figures; they are known on Linux.
     *
     * @return the source
     */
    static HostSource system() {
        return LinuxHost.SYSTEM;
    }

    /**
     * Returns a source that knows nothing.
     *
     * @return the source
     */
    static HostSource none() {
        return new HostSource() {
            @Override
            public HostReading read() {
                return HostReading.unknown();
            }

            @Override
            public ThreadWait threadWait() {
                return ThreadWait.unknown();
            }

            @Override
            public Optional<String> obstacle() {
                return Optional.of("the system does not tell how long a thread waits for a core");
            }
        };
    }
}
