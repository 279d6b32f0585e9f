package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Mix;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.measure.WarmUpFacts;
import io.leadfactory.perf.measure.WarmUpFacts.SteadyState;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of one scenario. For one thread; its workers share what is volatile or atomic here.
 *
 * <p>All users pass three gates together: into the warm-up, into the measurement, and out of it. The last one to arrive
 * reads the clock, so nobody is timed before everybody stands at the gate, and nobody closes its connection while others
 * still measure.
 */
final class ScenarioRun {
    /** Is told how far the run is. */
    interface Watcher {
        void progressed(Phase phase, double fraction);
    }

    final Scenario scenario;
    final WarmUp warmUp;
    final boolean virtual;
    final TimeSource time;
    final Crew crew;
    final CyclicBarrier warmUpGate;
    final CyclicBarrier startGate;
    final CyclicBarrier endGate;
    final Arrivals arrivals;
    final Roster roster;
    final AtomicLong taken = new AtomicLong();
    final HostWatch machine;
    volatile boolean steady;

    private final Watcher watcher;
    private final List<Worker> workers = new ArrayList<>();
    private volatile long warmUpBegan;
    private volatile long began;
    private volatile boolean correctsEach;
    private boolean isPart;
    private volatile Phase phase = Phase.WARM_UP;
    private Instant startedAt = Instant.EPOCH;
    private final CostOfRun cost;

    /** Makes a run that does not look at the machine. */
    ScenarioRun(Scenario scenario, WarmUp warmUp, TimeSource time, Watcher watcher) {
        this(scenario, warmUp, time, HostWatch.none(time, scenario.users()), watcher);
    }

    ScenarioRun(Scenario scenario, WarmUp warmUp, TimeSource time, HostWatch machine, Watcher watcher) {
        this.scenario = scenario;
        this.warmUp = warmUp;
        this.time = time;
        this.machine = machine;
        this.watcher = watcher;
        this.arrivals = new Arrivals(scenario.load());
        this.roster = new Roster(scenario.load(), scenario.users());
        this.virtual = scenario.virtual() && Threads.hasVirtual();
        this.crew = new Crew(scenario.name(), scenario.hangLimit(), virtual);
        this.warmUpGate = new CyclicBarrier(scenario.users(), this::beginWarmUp);
        this.startGate = new CyclicBarrier(scenario.users(), this::begin);
        this.endGate = new CyclicBarrier(scenario.users(), this::end);
        this.cost = new CostOfRun(scenario);
        for (int user = 0; user < scenario.users(); user++) {
            workers.add(new Worker(this, user));
        }
    }

    Measurement run() {
        cost.watch();
        try {
            crew.run(workers.stream().map(Worker::asMember).toList(), this::tick);
            return measurement();
        } finally {
            cost.close();
        }
    }

    /**
     * Runs without a look at the allocation and without corrected times, for a run that is itself part of a larger one: the
     * whole has neither, and what a correction keeps would be on the heap that is watched.
     */
    Measurement runAsPart() {
        isPart = true;
        cost.withoutControl();
        return run();
    }

    /** Returns what everything allocated between the gates when the operations do nothing. */
    double controlBytes() {
        run();
        return cost.allocatedBytes();
    }

    long warmUpBegan() {
        return warmUpBegan;
    }

    long began() {
        return began;
    }

    /** Returns a user's part of a number of operations; the first users get what cannot be divided. */
    long share(long total, int user) {
        return total / scenario.users() + (user < total % scenario.users() ? 1 : 0);
    }

    private void beginWarmUp() {
        warmUpBegan = time.nanos();
    }

    private void begin() {
        correctsEach = !isPart && !scenario.load().isOpen() && !virtual && lastsLongEnough();
        if (!warmUp.isNone()) {
            // Its garbage is the warm-up's: the pause for it must not fall upon an operation that is timed.
            System.gc();
        }
        if (correctsEach) {
            // Before the cost is read, because it allocates.
            workers.forEach(worker -> worker.timer().keepWaits());
        }
        machine.begin();
        startedAt = Instant.now();
        phase = Phase.MEASURE;
        cost.begin();
        began = time.nanos();
    }

    /** Goes by the warm-up's operations, with all that lay between them; without a warm-up nothing is known in its favour. */
    private boolean lastsLongEnough() {
        long operations = operationsBegun();
        long each = operations == 0 ? 0 : (time.nanos() - warmUpBegan) / operations * scenario.users();
        return Correction.isWanted(PerfSettings.current(), each, machine.host().obstacle());
    }

    private void end() {
        cost.end();
        // Afterwards, because looking at the machine allocates.
        machine.end(this::usersCpu);
    }

    private double usersCpu() {
        return workers.stream()
                .mapToDouble(worker -> worker.timer().waits().cpuNanos())
                .sum();
    }

    private void tick() {
        // Not before: what precedes the measurement is no span of it.
        if (correctsEach && phase == Phase.MEASURE) {
            machine.update(this::usersCpu);
        }
        watcher.progressed(phase, fraction());
    }

    private double fraction() {
        if (phase == Phase.WARM_UP) {
            if (warmUp.isDetected()) {
                return (double) (time.nanos() - warmUpBegan) / warmUp.cap().toNanos();
            }
            return warmUp.isNone() ? 1 : (double) operationsBegun() / warmUp.iterations();
        }
        double byCount = scenario.iterations().isPresent()
                ? (double) (operationsBegun()
                                - workers.stream()
                                        .mapToLong(Worker::warmUpOperations)
                                        .sum())
                        / scenario.iterations().getAsLong()
                : 0;
        double byTime = scenario.duration()
                .map(duration -> (double) (time.nanos() - began) / duration.toNanos())
                .orElse(0.0);
        return Math.max(byCount, byTime);
    }

    private long operationsBegun() {
        return workers.stream().mapToLong(Worker::operationsBegun).sum();
    }

    private Measurement measurement() {
        Measurement.Builder measurement = Measurement.of(scenario.name())
                .users(scenario.users(), virtual)
                .loadModel(scenario.load().toString());
        long lastEnd = began;
        double timed = 0;
        double cpu = 0;
        double allocated = 0;
        double excluded = 0;
        long operations = 0;
        long warmUpOperations = 0;
        long warmUpErrors = 0;
        for (Worker worker : workers) {
            OperationTimer timer = worker.timer();
            addTo(measurement, timer.recorders());
            lastEnd = Math.max(lastEnd, timer.lastEnd());
            timed += timer.timedNanos();
            cpu += timer.cpuNanos();
            allocated += timer.allocatedBytes();
            excluded += timer.excludedBytes();
            operations += worker.operations();
            warmUpOperations += worker.warmUpOperations();
            warmUpErrors += worker.warmUpErrors();
        }
        WarmUpFacts facts = new WarmUpFacts(
                warmUp.toString(),
                warmUpOperations,
                warmUpErrors,
                Duration.ofNanos(warmUp.isNone() ? 0 : began - warmUpBegan),
                steadyState());
        cost.addTo(measurement, allocated, excluded, operations);
        double waited = workers.stream()
                .mapToDouble(worker -> worker.timer().waits().waitedNanos())
                .sum();
        MachineUse use = machine.use(usersCpu(), waited, lastEnd - began);
        return measurement
                .machine(use, machine.doubt(use))
                .time(startedAt, Duration.ofNanos(lastEnd - began))
                .warmUp(facts)
                .cpuShare(timed > 0 ? Math.max(0, Math.min(1, cpu / timed)) : Double.NaN)
                .build();
    }

    private void addTo(Measurement.Builder measurement, List<Recorder> recorders) {
        List<Mix.Part> parts = scenario.mix().map(Mix::parts).orElse(List.of());
        for (int i = 0; i < recorders.size(); i++) {
            if (parts.isEmpty()) {
                measurement.add(recorders.get(i));
            } else {
                measurement.add(parts.get(i).name(), recorders.get(i));
            }
        }
    }

    private SteadyState steadyState() {
        if (!warmUp.isDetected()) {
            return SteadyState.NOT_CHECKED;
        }
        return steady ? SteadyState.REACHED : SteadyState.NOT_REACHED;
    }
}
