package io.leadfactory.perf.run;

import io.leadfactory.perf.measure.TimeSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that only moves when it is told to, or when somebody waits for it. Thread-safe. */
class FakeTime implements TimeSource {
    private final AtomicLong now = new AtomicLong(1_000_000_000);

    @Override
    public long nanos() {
        return now.get();
    }

    @Override
    public void awaitNanos(long nanos) {
        now.accumulateAndGet(nanos, Math::max);
    }

    void advanceMicros(double micros) {
        now.addAndGet(Math.round(1_000 * micros));
    }

    void advanceMillis(long millis) {
        advanceNanos(millis * 1_000_000);
    }

    void advanceNanos(long nanos) {
        now.addAndGet(nanos);
    }
}
