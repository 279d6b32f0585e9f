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
    private UserOperation operation;
    private Recorder recorder;
    private long start;
    private long lastEnd = Long.MIN_VALUE;
    private long timedNanos;
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
        recorders.add(recorder);
        operations.add(operation);
        List<Mix.Part> parts = scenario.mix().map(Mix::parts).orElse(List.of());
        for (int part = 1; part < parts.size(); part++) {
            operations.add(parts.get(part).operation());
            recorders.add(recorder.beside());
        }
    }

    private Recorder recorder() {
        return scenario.load().isOpen() ? Recorder.open() : Recorder.closed();
    }

    /** Makes one of a mix the operation that comes next. */
    void choose(int part) {
        operation = operations.get(part);
        recorder = recorders.get(part);
    }

    /** Runs the operation without taking it down; returns when it began, or the smallest number if it failed. */
    long warmUp() throws InterruptedException {
        long began = Long.MIN_VALUE;
        pulse.begin();
        try {
            if (preparation != null) {
                preparation.run(user);
            }
            long now = time.nanos();
            operation.run(user);
            began = now;
        } catch (Throwable error) {
            crew.checkCancelled();
            if (!scenario.expects(error)) {
                user.countWarmUpError();
            }
        }
        pulse.end();
        crew.forgetInterrupt();
        return began;
    }

    /** Begins to bill this thread's CPU time and allocation to the operations. */
    void measure(Loop loop) throws InterruptedException {
        start = run.began();
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        loop.run();
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
        time.awaitNanos(instant);
        addCost(cpu, allocated, -1);
    }

    /** Returns whether the operation may begin; if not, the failure is taken down already. */
    boolean prepare() throws InterruptedException {
        if (preparation == null) {
            return true;
        }
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        boolean ready = true;
        pulse.begin();
        try {
            preparation.run(user);
        } catch (Throwable error) {
            ready = false;
            fail(time.nanos(), error);
        }
        pulse.end();
        crew.forgetInterrupt();
        addCost(cpu, allocated, -1);
        return ready;
    }

    /** Runs the operation and takes down how it went. */
    void once() throws InterruptedException {
        pulse.begin();
        if (waits.perOperation()) {
            waits.before();
        }
        long began = time.nanos();
        try {
            operation.run(user);
            lastEnd = time.nanos();
            recorder.record(lastEnd - start, lastEnd - began);
            if (waits.perOperation()) {
                waits.after(recorder, lastEnd - start, began, lastEnd);
            }
        } catch (Throwable error) {
            fail(time.nanos(), error);
        }
        timedNanos += lastEnd - began;
        pulse.end();
        crew.forgetInterrupt();
    }

    /** Runs the operation, which was due at an offset from the start, and takes down how it went. */
    void onceDue(long due) throws InterruptedException {
        pulse.begin();
        long began = time.nanos();
        try {
            operation.run(user);
            lastEnd = time.nanos();
            recorder.recordDue(due, began - start, lastEnd - start);
        } catch (Throwable error) {
            fail(time.nanos(), error);
        }
        timedNanos += lastEnd - began;
        pulse.end();
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

    /** Returns when the last operation ended, as an offset from the start. */
    long lastEndOffset() {
        return lastEnd - start;
    }

    /** Returns one recorder for each operation of the mix, in its order; one alone without a mix. */
    List<Recorder> recorders() {
        return recorders;
    }

    WaitMeter waits() {
        return waits;
    }

    long lastEnd() {
        return lastEnd;
    }

    long timedNanos() {
        return timedNanos;
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
