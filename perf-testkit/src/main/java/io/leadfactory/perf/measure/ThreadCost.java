package io.leadfactory.perf.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Reads what the current thread has cost so far, where the JVM tells. Thread-safe. */
public final class ThreadCost {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean CPU = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private ThreadCost() {}

    /**
     * Returns the current thread's CPU time.
     *
     * @return nanoseconds; -1 if the JVM does not tell, as for a virtual thread
     */
    public static long cpuNanos() {
        return CPU ? THREADS.getCurrentThreadCpuTime() : -1;
    }

    /**
     * Returns what the current thread has allocated.
     *
     * @return bytes; -1 if the JVM does not tell, as for a virtual thread
     */
    @SuppressWarnings("deprecation") // The id is that of the thread itself; threadId() is not there on 17.
    public static long allocatedBytes() {
        if (THREADS instanceof com.sun.management.ThreadMXBean threads
                && threads.isThreadAllocatedMemorySupported()
                && threads.isThreadAllocatedMemoryEnabled()) {
            return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        }
        return -1;
    }
}
