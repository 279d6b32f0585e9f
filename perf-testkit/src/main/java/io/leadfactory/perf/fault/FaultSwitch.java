package io.leadfactory.perf.fault;

import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The one fault that is on, and how often or how likely it strikes. Thread-safe. */
final class FaultSwitch {
    /** How a fault waits; a test puts its own here. */
    interface Waiting {
        /** Waits for the fault's pause. */
        void of(Fault fault) throws InterruptedException;

        /** Waits for the end of a connection at most so long, and returns whether it ended. */
        default boolean forTheEnd(Silence silence, long nanos) throws InterruptedException {
            return silence.awaitEnd(nanos);
        }
    }

    private record Armed(Fault fault, long left, @Nullable Chance chance) {}

    /** A coin that is thrown for each call that the fault fits; the throws depend on the seed and their order alone. */
    private static final class Chance {
        private final double probability;
        private final SplittableRandom random;

        private Chance(double probability, long seed) {
            this.probability = probability;
            this.random = new SplittableRandom(seed);
        }

        private synchronized boolean strikes() {
            return random.nextDouble() < probability;
        }
    }

    private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();
    private final AtomicLong strikes = new AtomicLong();
    private final Waiting waiting;

    FaultSwitch(Waiting waiting) {
        this.waiting = waiting;
    }

    void set(Fault fault, long times) {
        armed.set(new Armed(Objects.requireNonNull(fault, "fault"), times, null));
    }

    void set(Fault fault, double probability, long seed) {
        armed.set(new Armed(Objects.requireNonNull(fault, "fault"), Long.MAX_VALUE, new Chance(probability, seed)));
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
            Chance chance = now.chance();
            if (chance != null && !chance.strikes()) {
                return Optional.empty();
            }
            if (now.left() == Long.MAX_VALUE
                    || armed.compareAndSet(
                            now, now.left() == 1 ? null : new Armed(now.fault(), now.left() - 1, null))) {
                strikes.incrementAndGet();
                return Optional.of(now.fault());
            }
        }
    }

    void pause(Fault fault) {
        try {
            waiting.of(fault);
        } catch (InterruptedException e) {
            // The caller's own code decides what an interrupt means; the fault only stops waiting.
            Thread.currentThread().interrupt();
        }
    }

    Waiting waiting() {
        return waiting;
    }

    long strikes() {
        return strikes.get();
    }
}
