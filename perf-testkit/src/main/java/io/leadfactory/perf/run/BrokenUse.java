package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that go on using what is broken. A use that hangs is expected here: it is interrupted at the end, and left behind
 * as a daemon thread if it ignores that. Thread-safe.
 */
final class BrokenUse {
    private static final long JOIN_MILLIS = 1_000;

    private final Operation operation;
    private final Duration pause;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private volatile boolean faulty;
    private volatile boolean stopped;

    BrokenUse(int users, Duration pause, Operation operation) {
        this.operation = operation;
        this.pause = pause;
        for (int user = 0; user < users; user++) {
            threads.add(Threads.unstarted("perf-broken-" + user, false, this::work));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void faultBegan() {
        // Those that are pending now will meet the fault.
        begun.set(begun.get() - ended.getAndSet(0));
        failed.set(0);
        first.set(null);
        faulty = true;
    }

    Use faultEnded() {
        faulty = false;
        Throwable error = first.get();
        // If not one came back in all that time, those that are pending hang in the fault.
        long hanging = ended.get() == 0 ? begun.get() : 0;
        return new Use(begun.get(), failed.get() + hanging, error == null ? "" : error.toString());
    }

    void stop() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(JOIN_MILLIS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!stopped) {
            try {
                begun.incrementAndGet();
                operation.run();
            } catch (Throwable error) {
                if (faulty) {
                    failed.incrementAndGet();
                    first.compareAndSet(null, error);
                }
            } finally {
                ended.incrementAndGet();
            }
            try {
                Thread.sleep(pause.toMillis(), pause.toNanosPart() % 1_000_000);
            } catch (InterruptedException end) {
                // By stop(), or left behind by the use: the loop's condition tells.
            }
        }
    }
}
