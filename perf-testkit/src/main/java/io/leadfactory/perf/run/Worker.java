package io.leadfactory.perf.run;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.User;
import io.leadfactory.perf.define.UserOperation;
import io.leadfactory.perf.define.UserSetUp;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SteadyStateDetector;
import io.leadfactory.perf.measure.ThreadCost;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One user of a run: does its operations on its own thread and takes down how they went. For one thread until joined. */
final class Worker implements User {
    private final ScenarioRun run;
    private final Scenario scenario;
    private final TimeSource time;
    private final int index;
    private final UserOperation operation;
    private final @Nullable UserOperation preparation;
    private final Pulse pulse = new Pulse();
    private final Recorder recorder;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong warmUpOperations = new AtomicLong();
    private boolean warmingUp = true;
    private long warmUpErrors;
    private long start;
    private long lastEnd = Long.MIN_VALUE;
    private long timedNanos;
    private double cpuNanos;
    private double allocatedBytes;
    private double excludedBytes;

    Worker(ScenarioRun run, int index) {
        this.run = run;
        this.scenario = run.scenario;
        this.time = run.time;
        this.index = index;
        this.operation = scenario.operation();
        this.preparation = scenario.preparation().orElse(null);
        this.recorder = scenario.load().isOpen() ? Recorder.open() : Recorder.closed();
    }

    Crew.Member asMember() {
        return new Crew.Member("user " + index, pulse, this::work);
    }

    private void work() throws Exception {
        AutoCloseable surrounding = open();
        Throwable failure = null;
        try {
            run.crew.forgetInterrupt();
            run.warmUpGate.await();
            warmUp();
            warmingUp = false;
            run.startGate.await();
            measure();
            run.endGate.await();
        } catch (Throwable error) {
            failure = error;
            throw error;
        } finally {
            close(surrounding, failure);
        }
    }

    private AutoCloseable open() {
        UserSetUp setUp = scenario.userSetUp().orElse(null);
        if (setUp == null) {
            return () -> {};
        }
        pulse.begin();
        try {
            // The set-up is foreign code: what its signature promises may still be null.
            return Objects.requireNonNull(
                    setUp.open(this), "the set-up returned null, where something to close was wanted");
        } catch (Throwable error) {
            throw new PerfException(
                    "user " + index + " of scenario \"" + scenario.name() + "\" could not be set up: " + error, error);
        } finally {
            pulse.end();
        }
    }

    private void close(AutoCloseable surrounding, @Nullable Throwable failure) {
        pulse.begin();
        try {
            surrounding.close();
        } catch (Throwable error) {
            if (failure == null) {
                throw new PerfException(
                        "user " + index + " of scenario \"" + scenario.name() + "\" could not be closed: " + error,
                        error);
            }
            failure.addSuppressed(error);
        } finally {
            pulse.end();
        }
    }

    /** The warm-up is closed and without think time whatever the load: it is there for the JIT and the caches. */
    private void warmUp() throws InterruptedException {
        start = run.warmUpBegan();
        if (run.warmUp.isDetected()) {
            long cap = run.warmUp.cap().toNanos();
            SteadyStateDetector detector = index == 0 ? SteadyStateDetector.system() : null;
            while (!run.steady && time.nanos() - start < cap) {
                run.crew.checkCancelled();
                long began = warmUpOnce();
                if (detector != null && began != Long.MIN_VALUE && detector.isSteadyAfter(began, time.nanos())) {
                    run.steady = true;
                }
            }
        } else {
            long share = run.share(run.warmUp.iterations(), index);
            for (long i = 0; i < share; i++) {
                run.crew.checkCancelled();
                warmUpOnce();
            }
        }
    }

    /** Returns when the operation began, or the smallest number if it failed. */
    private long warmUpOnce() throws InterruptedException {
        long began = Long.MIN_VALUE;
        pulse.begin();
        try {
            if (preparation != null) {
                preparation.run(this);
            }
            long now = time.nanos();
            operation.run(this);
            began = now;
        } catch (Throwable error) {
            run.crew.checkCancelled();
            if (!scenario.expects(error)) {
                warmUpErrors++;
            }
        }
        pulse.end();
        run.crew.forgetInterrupt();
        warmUpOperations.lazySet(warmUpOperations.getPlain() + 1);
        begun.lazySet(begun.getPlain() + 1);
        return began;
    }

    private void measure() throws InterruptedException {
        start = run.began();
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        if (scenario.load().isOpen()) {
            measureOpen();
        } else {
            measureClosed();
        }
        addCost(cpu, allocated, 1);
    }

    private void measureClosed() throws InterruptedException {
        long share = scenario.iterations().isPresent()
                ? run.share(scenario.iterations().getAsLong(), index)
                : Long.MAX_VALUE;
        long duration = scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long thinkTime = scenario.thinkTime().toNanos();
        boolean paused = thinkTime > 0 || preparation != null;
        for (long i = 0; i < share; i++) {
            if (i > 0 && thinkTime > 0) {
                await(time.nanos() + thinkTime);
            }
            // Back to back, the last operation's end is now: that saves a reading of the clock.
            if (duration != Long.MAX_VALUE && (paused || i == 0 ? time.nanos() : lastEnd) - start >= duration) {
                return;
            }
            run.crew.checkCancelled();
            if (prepare()) {
                once(Long.MIN_VALUE);
            }
            begun.lazySet(begun.getPlain() + 1);
        }
    }

    /** Whoever is free takes the next operation that is due, so a stalled user does not hold the others' schedule. */
    private void measureOpen() throws InterruptedException {
        double gap = 1e9 / scenario.load().ratePerSecond();
        long total = scenario.iterations().orElse(Long.MAX_VALUE);
        long duration = scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        while (true) {
            long next = run.nextDue.getAndIncrement();
            long offset = Math.round(next * gap);
            if (next >= total || offset >= duration) {
                return;
            }
            run.crew.checkCancelled();
            if (prepare()) {
                await(start + offset);
                once(start + offset);
            }
            begun.lazySet(begun.getPlain() + 1);
        }
    }

    /** Waits for an instant, if it is not over yet; what waiting costs is not the operations'. */
    private void await(long instant) throws InterruptedException {
        if (time.nanos() - instant >= 0) {
            return;
        }
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        time.awaitNanos(instant);
        addCost(cpu, allocated, -1);
    }

    /** Returns whether the operation may begin; if not, the failure is taken down already. */
    private boolean prepare() throws InterruptedException {
        if (preparation == null) {
            return true;
        }
        long cpu = ThreadCost.cpuNanos();
        long allocated = ThreadCost.allocatedBytes();
        boolean ready = true;
        pulse.begin();
        try {
            preparation.run(this);
        } catch (Throwable error) {
            ready = false;
            fail(time.nanos(), error);
        }
        pulse.end();
        run.crew.forgetInterrupt();
        addCost(cpu, allocated, -1);
        return ready;
    }

    private void once(long due) throws InterruptedException {
        pulse.begin();
        long began = time.nanos();
        try {
            operation.run(this);
            lastEnd = time.nanos();
            if (due == Long.MIN_VALUE) {
                recorder.record(lastEnd - start, lastEnd - began);
            } else {
                recorder.recordDue(due - start, began - start, lastEnd - start);
            }
        } catch (Throwable error) {
            fail(time.nanos(), error);
        }
        timedNanos += lastEnd - began;
        pulse.end();
        run.crew.forgetInterrupt();
    }

    private void fail(long ended, Throwable error) throws InterruptedException {
        run.crew.checkCancelled();
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

    @Override
    public int index() {
        return index;
    }

    @Override
    public long iteration() {
        return begun.getPlain();
    }

    @Override
    public boolean warmingUp() {
        return warmingUp;
    }

    Recorder recorder() {
        return recorder;
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

    long operations() {
        return begun.get() - warmUpOperations.get();
    }

    long operationsBegun() {
        return begun.get();
    }

    long warmUpOperations() {
        return warmUpOperations.get();
    }

    long warmUpErrors() {
        return warmUpErrors;
    }
}
