package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Threads that go on using what is broken. A use that hangs is expected here: it is interrupted at the end, and left behind
 * as a daemon thread if it ignores that. For one fault and one thread, which begins and ends both.
 */
final class BrokenUse {
    /** How long all of them together may take to end. */
    private static final long JOIN_NANOS = 1_000_000_000;

    private final Operation operation;
    private final Duration pause;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private long endedBefore;
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
        endedBefore = ended.get();
        faulty = true;
    }

    /** Returns what the uses met so far. */
    Use faultEnds() {
        faulty = false;
        Throwable error = first.get();
        boolean cameBack = ended.get() > endedBefore;
        long failures = failed.get();
        long uses = begun.get() - endedBefore;
        // If not one came back in all that time, those that are pending hang in the fault.
        return new Use(uses, cameBack ? failures : uses, error == null ? "" : error.toString());
    }

    void stop() {
        stopped = true;
        threads.forEach(Thread::interrupt);
        TimeSource clock = TimeSource.system();
        long end = clock.nanos() + JOIN_NANOS;
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, end - clock.nanos());
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
