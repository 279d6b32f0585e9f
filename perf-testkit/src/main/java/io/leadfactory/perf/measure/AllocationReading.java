package io.leadfactory.perf.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all threads of the JVM had allocated up to an instant, less one thread that is not to be counted. Immutable.
 *
 * <p>From JDK 21 on the JVM keeps one total, which holds the threads that have ended and what virtual threads allocate on
 * their carriers. Before, the living platform threads are summed up: what a thread allocated that was born and has ended
 * between two readings is not seen there.
 */
public final class AllocationReading {
    private static final @Nullable ThreadMXBean THREADS = threads();
    private static final @Nullable Method TOTAL = total();

    private final double total;
    private final Map<Long, Long> living;
    private final long started;

    private AllocationReading(double total, Map<Long, Long> living, long started) {
        this.total = total;
        this.living = living;
        this.started = started;
    }

    /**
     * Returns how far a reading sees.
     *
     * @return all threads, the living ones, or nothing where the JVM does not tell
     */
    public static Allocation.Scope scope() {
        if (THREADS == null) {
            return Allocation.Scope.UNKNOWN;
        }
        return TOTAL == null ? Allocation.Scope.LIVING_THREADS : Allocation.Scope.ALL_THREADS;
    }

    /**
     * Reads the counters.
     *
     * @param without the id of a thread that is not counted, as it watches; 0 for none
     * @return the counters now
     */
    public static AllocationReading now(long without) {
        ThreadMXBean threads = THREADS;
        if (threads == null) {
            return new AllocationReading(Double.NaN, Map.of(), 0);
        }
        Method total = TOTAL;
        if (total == null) {
            return ofLiving(threads, without);
        }
        // A virtual thread has no counter of its own: it cannot be left out.
        long left = without == 0 ? 0 : Math.max(0, threads.getThreadAllocatedBytes(without));
        return new AllocationReading(ask(total, threads) - (double) left, Map.of(), 0);
    }

    static AllocationReading ofLiving(ThreadMXBean threads, long without) {
        Map<Long, Long> bytes = new HashMap<>();
        long[] ids = threads.getAllThreadIds();
        long[] allocated = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != without && allocated[i] >= 0) {
                bytes.put(ids[i], allocated[i]);
            }
        }
        return new AllocationReading(0, bytes, threads.getTotalStartedThreadCount());
    }

    /**
     * Returns what was allocated from this reading to a later one.
     *
     * @param later the later reading, without the same thread
     * @return bytes; not a number if the JVM does not tell
     */
    public double until(AllocationReading later) {
        double bytes = later.total - total;
        for (Map.Entry<Long, Long> thread : later.living.entrySet()) {
            bytes += thread.getValue() - living.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }

    /**
     * Returns how many threads ended between this reading and a later one, where only living ones are seen.
     *
     * @param later the later reading, without the same thread
     * @return threads whose allocation is missing; 0 where the JVM keeps a total
     */
    public long unseenUntil(AllocationReading later) {
        long ended = living.keySet().stream()
                .filter(thread -> !later.living.containsKey(thread))
                .count();
        long seen = later.living.size() - (living.size() - ended);
        return ended + Math.max(0, later.started - started - seen);
    }

    private static double ask(Method total, ThreadMXBean threads) {
        try {
            return (double) (long) total.invoke(threads);
        } catch (IllegalAccessException | InvocationTargetException refused) {
            // Unknown is an answer of this class.
            return Double.NaN;
        }
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                        && threads.isThreadAllocatedMemorySupported()
                        && threads.isThreadAllocatedMemoryEnabled()
                ? threads
                : null;
    }

    private static @Nullable Method total() {
        ThreadMXBean threads = THREADS;
        if (threads == null) {
            return null;
        }
        try {
            Method method = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
            return (long) method.invoke(threads) < 0 ? null : method;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException absent) {
            // JDK 17 to 20.
            return null;
        }
    }
}
