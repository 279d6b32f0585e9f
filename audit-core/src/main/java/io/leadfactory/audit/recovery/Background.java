package io.leadfactory.audit.recovery;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One daemon thread for what must not be done on a caller's thread; it ends when there is nothing to do. Thread-safe.
 *
 * <p>The thread takes nothing over from the one that happens to start it: no inheritable values, and the class loader of this
 * library, so that an application that is undeployed is not held. After {@link #stop} nothing starts any more.
 */
final class Background {
    private static final long IDLE_SECONDS = 2;

    private final ScheduledThreadPoolExecutor executor;

    Background(String name) {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(Background.class.getClassLoader());
            return thread;
        });
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
    }

    void run(Runnable task) {
        runAfter(Duration.ZERO, task);
    }

    void runAfter(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Stopped: what waits is drained or kept by whoever stopped it.
            return;
        }
    }

    /** Starts nothing any more, and interrupts nothing: a task that runs ends by itself. */
    void stop() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.shutdown();
    }
}
