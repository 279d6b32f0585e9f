package io.leadfactory.perf.measure;

import io.leadfactory.perf.machine.HostSource;
import io.leadfactory.perf.machine.ThreadWait;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** Where elapsed time comes from, so that tests can drive it. Thread-safe. */
public interface TimeSource {
    /**
     * Returns a reading of a clock that never goes back; only differences mean anything.
     *
     * @return nanoseconds
     */
    long nanos();

    /**
     * Waits until the clock has reached a reading; returns at once if it has.
     *
     * @param nanos the reading to wait for
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void awaitNanos(long nanos) throws InterruptedException;

    /**
     * Returns how long the current thread has been on a core so far.
     *
     * @return nanoseconds; -1 if this source does not tell
     */
    default long cpuNanos() {
        return -1;
    }

    /**
     * Opens the counter of how long the current thread waits for a core.
     *
     * @return the counter, which the caller closes; it tells nothing if this source does not tell
     */
    default ThreadWait openThreadWait() {
        return ThreadWait.unknown();
    }

    /**
     * Returns how long the JIT compiler has been at work so far. It tells of a method when that is done, not before.
     *
     * @return nanoseconds, over all its threads; 0 if this source does not tell
     */
    default long compilerNanos() {
        return 0;
    }

    /**
     * Returns the JVM's own clock.
     *
     * @return a source on {@link System#nanoTime()}
     */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** The JVM's clock. Thread-safe. */
    enum SystemTime implements TimeSource {
        /** The only one. */
        INSTANCE;

        /** A park ends up to about this much late, so the last bit is yielded away instead. */
        private static final long YIELD_NANOS = 150_000;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long cpuNanos() {
            return ThreadCost.cpuNanos();
        }

        @Override
        public long compilerNanos() {
            CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
            return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                    ? compiler.getTotalCompilationTime() * 1_000_000
                    : 0;
        }

        @Override
        public ThreadWait openThreadWait() {
            return HostSource.system().threadWait();
        }

        // The yield decides nothing; it lets the system under test have the core where a spin would take it.
        @SuppressWarnings("ThreadPriorityCheck")
        @Override
        public void awaitNanos(long nanos) throws InterruptedException {
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for a point in time");
                }
                long left = nanos - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                if (left > YIELD_NANOS) {
                    LockSupport.parkNanos(left - YIELD_NANOS);
                } else {
                    Thread.yield();
                }
            }
        }
    }
}
