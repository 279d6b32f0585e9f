package io.leadfactory.perf.measure;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the collectors had done up to an instant. Immutable.
 *
 * @param collections how many collections, since the JVM started
 * @param millis the time they took
 */
public record GcReading(long collections, long millis) {
    /**
     * Reads the collectors' counters.
     *
     * @return the counters now
     */
    public static GcReading now() {
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        return new GcReading(collections, millis);
    }

    /**
     * Returns what happened from this reading to a later one.
     *
     * @param later the later reading
     * @return the difference
     */
    public GcActivity until(GcReading later) {
        return new GcActivity(later.collections - collections, Duration.ofMillis(later.millis - millis));
    }
}
