package io.leadfactory.budget.reserve;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The time for calls that cannot afford to read a clock. Thread-safe.
 *
 * <p>With the system's clock it is a field that a daemon thread moves: ten times a second, and besides at the end of each
 * period that was announced. So a call in the first moments of a period may still be counted in the one before, by as long
 * as the thread takes to wake up; it never passes a line for that. With any other clock, such as one that a test moves, the
 * clock itself is read. The thread starts with the first end that is announced, and ends when the watch is closed or
 * forgotten.
 */
final class PeriodWatch implements AutoCloseable {
    private static final long TICK_MILLIS = 100;

    private final Clock clock;
    private final boolean moved;
    private final AtomicLong nextEnd = new AtomicLong(Long.MAX_VALUE);
    private volatile long millis;
    private volatile boolean closed;
    private @Nullable Thread thread; // guarded by this
    private volatile Runnable everyTick = () -> {};

    PeriodWatch(Clock clock) {
        this.clock = clock;
        this.moved = clock.getClass() == Clock.systemUTC().getClass();
        this.millis = moved ? clock.millis() : Long.MAX_VALUE;
    }

    /** Whether an end may be reached: then it must be looked. So it is always with a clock that must be read. */
    boolean isReached(long endMillis) {
        return millis >= endMillis;
    }

    /** Milliseconds since 1970; the end of time once it is closed. */
    long millis() {
        return moved || closed ? millis : clock.millis();
    }

    /** When a hold that is made now must have ended: not before its time to live is over, and at most two ticks after. */
    long deadline(long timeToLiveMillis) {
        long deadline = millis() + timeToLiveMillis + (moved ? TICK_MILLIS : 0);
        return deadline < 0 ? Long.MAX_VALUE : deadline;
    }

    /** What is done ten times a second, if the time is moved. */
    void onTick(Runnable task) {
        everyTick = task;
    }

    /** Somebody compares with this end from now on. */
    void announce(long endMillis) {
        if (moved && !closed) {
            nextEnd.accumulateAndGet(endMillis, Math::min);
            LockSupport.unpark(started());
        }
    }

    private synchronized Thread started() {
        Thread running = thread;
        if (running == null) {
            WeakReference<PeriodWatch> self = new WeakReference<>(this);
            running = new Thread(() -> run(self), "budget-period-watch");
            running.setDaemon(true);
            thread = running;
            millis = clock.millis();
            running.start();
        }
        return running;
    }

    private static void run(WeakReference<PeriodWatch> self) {
        long pause = 0;
        while (pause >= 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            pause = tick(self);
        }
    }

    private static long tick(WeakReference<PeriodWatch> self) {
        PeriodWatch watch = self.get();
        return watch == null ? -1 : watch.tick();
    }

    /** How long to wait for the next one, or less than zero if it was the last. */
    private long tick() {
        if (closed) {
            return -1;
        }
        long now = clock.millis();
        long end = nextEnd.get();
        if (now >= end) {
            // Who finds his end passed announces the next.
            nextEnd.compareAndSet(end, Long.MAX_VALUE);
        }
        millis = now;
        if (closed) {
            millis = Long.MAX_VALUE;
            return -1;
        }
        everyTick.run();
        return Math.max(1, Math.min(TICK_MILLIS, nextEnd.get() - now));
    }

    @Override
    public void close() {
        closed = true;
        millis = Long.MAX_VALUE;
        synchronized (this) {
            LockSupport.unpark(thread);
        }
    }
}
