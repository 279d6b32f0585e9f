package io.leadfactory.perf.run;

import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.HostReading;
import io.leadfactory.perf.machine.HostSource;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.TimeSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches the machine while a run measures: which share of the users' waiting for a core other processes cause now, and
 * what the machine did in the whole run. Thread-safe; readings come from the caller's thread while the users work.
 */
final class HostWatch {
    /** The counters tick every 10 ms, so a shorter span says too little. */
    private static final long SPAN_NANOS = 240_000_000;
    /** A run below this has too few ticks for a share that a verdict may rest on. */
    private static final long SHORTEST_NANOS = 500_000_000;

    /** Tells the CPU time that all users' threads have had so far. */
    interface UsersCpu {
        double nanos();
    }

    private final HostSource host;
    private final TimeSource time;
    private final Fitness fitness;
    private final int users;
    private final boolean looks;
    private HostReading first = HostReading.unknown();
    private HostReading last = first;
    private long firstAt;
    private long lastAt;
    private double lastCpu;
    private HostActivity whole = HostActivity.unknown();
    private volatile double share = Double.NaN;
    private final AtomicInteger epoch = new AtomicInteger();

    HostWatch(HostSource host, TimeSource time, Fitness fitness, int users) {
        this(host, time, fitness, users, true);
    }

    private HostWatch(HostSource host, TimeSource time, Fitness fitness, int users, boolean looks) {
        this.host = host;
        this.time = time;
        this.fitness = fitness;
        this.users = users;
        this.looks = looks;
    }

    /** Returns a watch that does not look. */
    static HostWatch none(TimeSource time, int users) {
        return new HostWatch(HostSource.none(), time, Fitness.notChecked(), users, false);
    }

    HostSource host() {
        return host;
    }

    synchronized void begin() {
        first = host.read();
        last = first;
        firstAt = time.nanos();
        lastAt = firstAt;
        lastCpu = 0;
    }

    /** Reads again if the last reading is old enough. */
    synchronized void update(UsersCpu cpu) {
        if (time.nanos() - lastAt >= SPAN_NANOS) {
            read(cpu.nanos());
        }
    }

    /** Reads for the last time; waiting that is not corrected yet goes by this span, or the whole run if that is short. */
    synchronized void end(UsersCpu cpu) {
        long span = time.nanos() - lastAt;
        HostReading before = span < SPAN_NANOS ? first : last;
        if (span < SPAN_NANOS) {
            last = before;
            lastAt = firstAt;
            lastCpu = 0;
        }
        read(cpu.nanos());
        whole = lastAt > firstAt ? first.until(last, (double) (lastAt - firstAt)) : HostActivity.unknown();
    }

    private void read(double cpuNanos) {
        HostReading now = host.read();
        long at = time.nanos();
        if (at > lastAt) {
            double threadCores = (cpuNanos - lastCpu) / users / (at - lastAt);
            HostActivity span = last.until(now, (double) (at - lastAt));
            // An operation's CPU time is known when it ends, so a span may be billed what a long one had before.
            share = span.foreignShare(Math.min(threadCores, Math.max(0, span.ownCores()) / users));
        }
        last = now;
        lastAt = at;
        lastCpu = cpuNanos;
        epoch.incrementAndGet();
    }

    /** Returns a number that changes with each reading, so that a user knows when there is a new share. */
    int epoch() {
        return epoch.get();
    }

    /** Returns which share of the users' waiting other processes caused in the span before the last reading; 0 if unknown. */
    double share() {
        return share >= 0 ? share : 0;
    }

    /** Returns what the machine gave, once the run has ended. */
    synchronized MachineUse use(double cpuNanos, double waitingNanos, long elapsedNanos) {
        return !looks || elapsedNanos <= 0
                ? MachineUse.unknown(users)
                : new MachineUse(users, cpuNanos / elapsedNanos, waitingNanos / elapsedNanos, whole, fitness);
    }

    /** Returns why no verdict may rest on corrected times, once the run has ended. */
    synchronized Optional<String> doubt(MachineUse use) {
        Optional<String> obstacle = host.obstacle();
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (whole.elapsedNanos() < SHORTEST_NANOS) {
            return Optional.of("the run was too short to tell whose processes had the cores");
        }
        if (Double.isNaN(use.foreignShare()) || Double.isNaN(use.waitingCores())) {
            return Optional.of("the system does not tell whose processes had the cores");
        }
        return Optional.empty();
    }
}
