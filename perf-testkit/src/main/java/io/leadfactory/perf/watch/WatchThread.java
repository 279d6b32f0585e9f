package io.leadfactory.perf.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The daemon thread of a watch. Thread-safe. */
final class WatchThread {
    private final ScheduledExecutorService executor;

    private WatchThread(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    static WatchThread start(Runnable tick, long periodNanos) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "perf-watch");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(tick, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
        return new WatchThread(executor);
    }

    void stop() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
