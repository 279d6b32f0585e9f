package io.leadfactory.perf.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Watches the collectors from its making to its close. Thread-safe.
 *
 * <p>Counts and totals come from the collectors' counters, which are right at the instant at which they are read; the
 * longest pause comes from notifications, which the JVM delivers a little later and which are awaited.
 */
public final class GcWatch implements AutoCloseable {
    private static final int TRIES = 100;
    private static final long TRY_NANOS = 2_000_000;

    private final List<Collector> collectors = new ArrayList<>();

    private GcWatch() {
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            collectors.add(new Collector(bean));
        }
    }

    /**
     * Begins to watch.
     *
     * @return the watch; close it
     */
    public static GcWatch open() {
        return new GcWatch();
    }

    /** Forgets what was before: the activity counts from here. */
    public void begin() {
        collectors.forEach(Collector::begin);
    }

    /** Ends the activity; what comes later is not counted. */
    public void end() {
        collectors.forEach(Collector::end);
    }

    /**
     * Returns what happened between begin and end.
     *
     * @return the activity; the longest pause is empty if the JVM did not tell of each pause within 200 ms
     */
    public GcActivity activity() {
        long collections = 0;
        long millis = 0;
        long pauses = 0;
        long pauseMillis = 0;
        long longest = 0;
        boolean told = true;
        for (Collector collector : collectors) {
            collections += collector.count();
            millis += collector.millis();
            if (collector.pauses) {
                pauses += collector.count();
                pauseMillis += collector.millis();
                told &= collector.isTold();
                longest = Math.max(longest, collector.longest());
            }
        }
        return new GcActivity(
                collections,
                Duration.ofMillis(millis),
                pauses,
                Duration.ofMillis(pauseMillis),
                told ? Optional.of(Duration.ofMillis(longest)) : Optional.empty());
    }

    @Override
    public void close() {
        collectors.forEach(Collector::close);
    }

    /** One collector's bean. */
    private static final class Collector implements NotificationListener {
        private final GarbageCollectorMXBean bean;
        private final boolean pauses;
        private final List<GcInfo> told = new ArrayList<>();
        private volatile long countBefore;
        private volatile long millisBefore;
        private volatile long countAfter;
        private volatile long millisAfter;

        @SuppressWarnings("this-escape") // The bean calls back at the next collection, when this is whole.
        private Collector(GarbageCollectorMXBean bean) {
            this.bean = bean;
            this.pauses = isPause(bean.getName());
            if (bean instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(this, null, null);
            }
            begin();
        }

        private void begin() {
            countBefore = Math.max(0, bean.getCollectionCount());
            millisBefore = Math.max(0, bean.getCollectionTime());
            countAfter = countBefore;
            millisAfter = millisBefore;
        }

        private void end() {
            countAfter = Math.max(0, bean.getCollectionCount());
            millisAfter = Math.max(0, bean.getCollectionTime());
        }

        private long count() {
            return countAfter - countBefore;
        }

        private long millis() {
            return millisAfter - millisBefore;
        }

        private boolean isTold() {
            for (int i = 0; i < TRIES && !hasAll(); i++) {
                LockSupport.parkNanos(TRY_NANOS);
            }
            return hasAll();
        }

        private synchronized boolean hasAll() {
            return told.stream().filter(this::isCounted).count() >= count();
        }

        private synchronized long longest() {
            return told.stream()
                    .filter(this::isCounted)
                    .mapToLong(GcInfo::getDuration)
                    .max()
                    .orElse(0);
        }

        private boolean isCounted(GcInfo info) {
            return info.getId() > countBefore && info.getId() <= countAfter;
        }

        @Override
        public synchronized void handleNotification(Notification notification, Object handback) {
            if (notification.getUserData() instanceof CompositeData data
                    && notification
                            .getType()
                            .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                told.add(GarbageCollectionNotificationInfo.from(data).getGcInfo());
            }
        }

        private void close() {
            if (bean instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(this);
                } catch (ListenerNotFoundException closedTwice) {
                    // Then it is gone, as it should be.
                }
            }
        }
    }

    /** Z and Shenandoah have a bean for their pauses and one for their cycles, which run beside the application. */
    static boolean isPause(String collector) {
        return !collector.endsWith(" Cycles");
    }
}
