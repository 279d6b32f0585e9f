package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Mix;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.UserOperation;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.perf.measure.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times one user's operations and takes down how they went. For one thread until joined.
 *
 * <p>What lies between two readings of the clock is the operation and nothing else, so each operation costs two readings.
 * To take the end of one as the begin of the next would save one of them, but would put the taking down of the first into
 * the time of the second.
 */
final class OperationTimer {
    private final ScenarioRun run;
    private final Worker user;
    private final Scenario scenario;
    private final TimeSource time;
    private final Crew crew;
    private final Pulse pulse;
    private final @Nullable UserOperation preparation;
    private final List<UserOperation> operations = new ArrayList<>();
    private final List<Recorder> recorders = new ArrayList<>();
    private final WaitMeter waits;
    private @Nullable Recorder thrownAway;
    private UserOperation operation;
    private Recorder recorder;
    private long start;
    private long lastEnd = Long.MIN_VALUE;
    private long warmUpErrors;
    private long failedNanos;
    private double cpuNanos;
    private double allocatedBytes;
    private double excludedBytes;

    OperationTimer(ScenarioRun run, Worker user, Pulse pulse) {
        this.run = run;
        this.user = user;
        this.scenario = run.scenario;
        this.time = run.time;
        this.crew = run.crew;
        this.pulse = pulse;
        this.waits = new WaitMeter(run.machine, run.time);
        this.preparation = scenario.preparation().orElse(null);
        this.operation = scenario.operation();
        this.recorder = recorder();
        this.thrownAway = recorder;
        recorders.add(recorder());
        operations.add(operation);
        List<Mix.Part> parts = scenario.mix().map(Mix::parts).orElse(List.of());
        for (int part = 1; part < parts.size(); part++) {
            operations.add(parts.get(part).operation());
            recorders.add(recorders.get(0).beside());
        }
    }

    private Recorder recorder() {
        return scenario.load().isOpen() ? Recorder.open() : Recorder.closed();
    }

    /** Makes one of a mix the operation that comes next. */
    void choose(int part) {
        operation = operations.get(part);
        Recorder warmUp = thrownAway;
        recorder = warmUp == null ? recorders.get(part) : warmUp;
    }

    /**
     * Runs the operation as it will be measured, into a recorder that is thrown away, so that the harness is warm too;
     * returns when it began, or the smallest number if it failed.
     */
    long warmUp() throws InterruptedException {
        long failed = recorder.errors();
        pulse.begin();
        long began = Long.MIN_VALUE;
        if (prepare()) {
            began = time.nanos();
            if (scenario.load().isOpen()) {
                onceDue(began - start);
            } else {
                once();
            }
        }
        pulse.count();
        pulse.end();
        warmUpErrors = recorder.unexpectedErrors();
        return recorder.errors() == failed ? began : Long.MIN_VALUE;
    }

    /** Returns how many operations of the warm-up failed with errors that the scenario does not expect. */
    long warmUpErrors() {
        return warmUpErrors;
    }

    /** Makes an instant the start from which offsets count. */
    void start(long instant) {
        start = instant;
    }

    /** Begins to bill this thread's CPU time and allocation to the operations. */
    void measure(Loop loop) throws InterruptedException {
        start = run.began();
        thrownAway = null;
        recorder = recorders.get(0);
        lastEnd = Long.MIN_VALUE;
        failedNanos = 0;
        cpuNanos = 0;
        allocatedBytes = 0;
        excludedBytes = 0;
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        pulse.begin();
        loop.run();
        pulse.end();
        addCost(cpu, allocated, 1);
    }

    /** What is measured. */
    interface Loop {
        void run() throws InterruptedException;
    }

    /** Waits for an offset from the start, if it is not over yet; what waiting costs is not the operations'. */
    void await(long offset) throws InterruptedException {
        long instant = start + offset;
        if (time.nanos() - instant >= 0) {
            return;
        }
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        pulse.end();
        time.awaitNanos(instant);
        pulse.begin();
        addCost(cpu, allocated, -1);
    }

    /** Prepares and runs the next operation. */
    void next() throws InterruptedException {
        if (preparation == null || prepare()) {
            once();
        }
        pulse.count();
    }

    /** Runs operations without anything between them, at most so many, until one ends at an offset from the start or later. */
    void backToBack(@Nullable Deck deck, long number, long until) throws InterruptedException {
        // The last operation's end is now: that saves a reading of the clock.
        long now = now();
        for (long i = 0; i < number && now < until; i++) {
            crew.checkCancelled();
            if (deck != null) {
                choose(deck.at(i));
            }
            once();
            pulse.count();
            now = lastEnd - start;
        }
    }

    /** Prepares the next operation, waits until it is due at an offset from the start, and runs it. */
    void nextDue(long due) throws InterruptedException {
        if (preparation == null || prepare()) {
            await(due);
            onceDue(due);
        }
        pulse.count();
    }

    /** Returns whether the operation may begin; if not, the failure is taken down already. */
    private boolean prepare() throws InterruptedException {
        UserOperation before = preparation;
        if (before == null) {
            return true;
        }
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        boolean ready = true;
        try {
            before.run(user);
        } catch (Throwable error) {
            ready = false;
            fail(time.nanos(), error);
        }
        // The operation has a hang limit of its own.
        pulse.end();
        pulse.begin();
        crew.forgetInterrupt();
        addCost(cpu, allocated, -1);
        return ready;
    }

    private void once() throws InterruptedException {
        boolean waiting = waits.perOperation();
        if (waiting) {
            waits.before();
        }
        long began = time.nanos();
        try {
            operation.run(user);
            long ended = time.nanos();
            lastEnd = ended;
            recorder.record(ended - start, ended - began);
            if (waiting) {
                waits.after(recorder, ended - start, began, ended);
            }
        } catch (Throwable error) {
            fail(time.nanos(), error);
            failedNanos += lastEnd - began;
        }
        crew.forgetInterrupt();
    }

    private void onceDue(long due) throws InterruptedException {
        long began = time.nanos();
        try {
            operation.run(user);
            long ended = time.nanos();
            lastEnd = ended;
            recorder.recordDue(due, began - start, ended - start);
        } catch (Throwable error) {
            fail(time.nanos(), error);
            failedNanos += lastEnd - began;
        }
        crew.forgetInterrupt();
    }

    private void fail(long ended, Throwable error) throws InterruptedException {
        crew.checkCancelled();
        lastEnd = ended;
        recorder.fail(ended - start, error, scenario.expects(error));
    }

    private void addCost(long cpuBefore, long allocatedBefore, int sign) {
        cpuNanos += cpuBefore < 0 ? Double.NaN : sign * (ThreadCost.cpuNanos() - cpuBefore);
        double bytes = allocatedBefore < 0 ? Double.NaN : ThreadCost.allocatedBytes() - allocatedBefore;
        allocatedBytes += sign * bytes;
        if (sign < 0) {
            excludedBytes += bytes;
        }
    }

    /** Returns how long ago the run began. */
    long now() {
        return time.nanos() - start;
    }

    /** Returns one recorder for each operation of the mix, in its order; one alone without a mix. */
    List<Recorder> recorders() {
        return recorders;
    }

    /** Makes room for the waiting of each operation. Called while no user works. */
    void keepWaits() {
        waits.keepEach(recorders);
    }

    WaitMeter waits() {
        return waits;
    }

    long lastEnd() {
        return lastEnd;
    }

    /** Returns how long all operations took together, those that failed too. */
    double timedNanos() {
        return recorders.stream().mapToDouble(Recorder::timedNanos).sum() + failedNanos;
    }

    double cpuNanos() {
        return cpuNanos;
    }

    double allocatedBytes() {
        return allocatedBytes;
    }

    /** Returns what this thread allocated in preparations and while it waited; not a number if the JVM does not tell. */
    double excludedBytes() {
        return excludedBytes;
    }
}
