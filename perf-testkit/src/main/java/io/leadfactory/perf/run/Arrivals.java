package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * When the operations of the open model are due. Thread-safe: users take one arrival after the other.
 *
 * <p>With a rate r(t) the n-th operation is due when the integral of r from the start has come to n; a Poisson process has
 * sums of exponential gaps in place of n (time-rescaling).
 */
final class Arrivals {
    /** What is not due at any time. */
    static final long NEVER = Long.MAX_VALUE;

    /** One arrival as its taker holds it. For one thread. */
    static final class Due {
        private long number;
        private long offset;

        /** Returns how many came before it. */
        long number() {
            return number;
        }

        /** Returns when it is due, in nanoseconds from the start. */
        long offset() {
            return offset;
        }
    }

    private final double firstRate;
    private final List<Stage> stages;
    private final @Nullable Seeded random;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong taken = new AtomicLong();
    private double sum;

    Arrivals(Load load) {
        this.firstRate = load.ratePerSecond() / 1e9;
        this.stages = load.stages();
        this.random =
                load.poissonSeed().isPresent() ? new Seeded(load.poissonSeed().getAsLong()) : null;
    }

    /** Takes the next arrival. */
    void take(Due due) {
        if (random == null) {
            due.number = taken.getAndIncrement();
            due.offset = offset((double) due.number);
            return;
        }
        lock.lock();
        try {
            due.number = taken.getAndIncrement();
            sum += random.exponential();
            due.offset = offset(sum);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the rate's integral has come to a number. */
    private long offset(double number) {
        double rate = firstRate;
        double before = 0;
        double left = number;
        for (Stage stage : stages) {
            double from = stage.from() / 1e9;
            rate = stage.to() / 1e9;
            double time = stage.time().toNanos();
            double in = (from + rate) / 2 * time;
            if (left <= in) {
                return Math.round(before + within(left, from, (rate - from) / time));
            }
            left -= in;
            before += time;
        }
        return rate == 0 ? NEVER : Math.round(before + left / rate);
    }

    /** Returns t such that from * t + slope * t * t / 2 is the number, by the form that does not cancel. */
    private static double within(double number, double from, double slope) {
        return number == 0 ? 0 : 2 * number / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * number)));
    }
}
