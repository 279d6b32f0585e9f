package io.leadfactory.perf.watch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The daemon thread of a watch. Thread-safe. */
final class WatchThread {
    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> ticks;

    private WatchThread(ScheduledExecutorService executor, ScheduledFuture<?> ticks) {
        this.executor = executor;
        this.ticks = ticks;
    }

    static WatchThread start(Runnable tick, long periodNanos) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "perf-watch");
            thread.setDaemon(true);
            return thread;
        });
        return new WatchThread(
                executor, executor.scheduleWithFixedDelay(tick, periodNanos, periodNanos, TimeUnit.NANOSECONDS));
    }

    /** Interrupts nobody: a tick that is under way ends by itself. */
    void stop() {
        ticks.cancel(false);
        executor.shutdown();
        try {
            executor.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
