package io.leadfactory.perf.fault;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one fault that is on, and how often it still strikes. Thread-safe. */
final class FaultSwitch {

    private record Armed(Fault fault, long left) {}

    private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();
    private final AtomicLong strikes = new AtomicLong();
    private final AtomicLong statements = new AtomicLong();
    private final FaultyDataSource.Pause pause;

    FaultSwitch(FaultyDataSource.Pause pause) {
        this.pause = pause;
    }

    void set(Fault fault, long times) {
        armed.set(new Armed(Objects.requireNonNull(fault, "fault"), times));
    }

    void clear() {
        armed.set(null);
    }

    Optional<Fault> active() {
        Armed now = armed.get();
        return now == null ? Optional.empty() : Optional.of(now.fault());
    }

    /** Takes one strike of the fault if it is of this kind. */
    Optional<Fault> strike(Fault.Kind kind) {
        while (true) {
            Armed now = armed.get();
            if (now == null || now.fault().kind() != kind) {
                return Optional.empty();
            }
            if (now.left() == Long.MAX_VALUE
                    || armed.compareAndSet(now, now.left() == 1 ? null : new Armed(now.fault(), now.left() - 1))) {
                strikes.incrementAndGet();
                return Optional.of(now.fault());
            }
        }
    }

    void pause(Fault fault) {
        try {
            pause.of(fault);
        } catch (InterruptedException e) {
            // The caller's own code decides what an interrupt means; the fault only stops waiting.
            Thread.currentThread().interrupt();
        }
    }

    void countStatement() {
        statements.incrementAndGet();
    }

    long statements() {
        return statements.get();
    }

    long strikes() {
        return strikes.get();
    }
}
