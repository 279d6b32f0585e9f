package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.FitnessCheck;
import io.leadfactory.perf.machine.HostSource;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RaceOutcome;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.measure.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs what was defined and returns what it did. Immutable and thread-safe, but two runs at the same time disturb each
 * other's times.
 *
 * <p>Every run has threads of its own, which are joined before it returns. If the calling thread is interrupted, the users
 * are stopped, the interrupt stays set and a {@link PerfException} says so.
 */
public final class Runner {
    private final TimeSource time;
    private final MemorySource memory;
    private final @Nullable HostSource host;
    private final ProgressListener listener;

    private Runner(TimeSource time, MemorySource memory, @Nullable HostSource host, ProgressListener listener) {
        this.time = time;
        this.memory = memory;
        this.host = host;
        this.listener = listener;
    }

    /**
     * Returns a runner on the JVM's clock and memory that tells nobody how far it is.
     *
     * @return the runner
     */
    public static Runner create() {
        return new Runner(TimeSource.system(), MemorySource.system(), HostSource.system(), ProgressListener.none());
    }

    /**
     * Returns the same with another clock, by which the machine's own counters mean nothing: it is not looked at any more.
     *
     * @param source the clock
     * @return the runner
     */
    public Runner withTime(TimeSource source) {
        return new Runner(source, memory, null, listener);
    }

    /**
     * Returns the same with other figures on memory.
     *
     * @param source the figures
     * @return the runner
     */
    public Runner withMemory(MemorySource source) {
        return new Runner(time, source, host, listener);
    }

    /**
     * Returns the same with other figures on the machine.
     *
     * @param source the figures
     * @return the runner
     */
    public Runner withHost(HostSource source) {
        return new Runner(time, memory, source, listener);
    }

    /**
     * Returns the same with somebody who is told how far a run is.
     *
     * @param who the listener
     * @return the runner
     */
    public Runner withListener(ProgressListener who) {
        return new Runner(time, memory, host, who);
    }

    /**
     * Runs a scenario.
     *
     * @param scenario what to measure
     * @return what it did
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if a user could not be set up or closed, or the calling thread was interrupted
     */
    public Measurement measure(Scenario scenario) {
        Progress progress = new Progress(listener, scenario.name());
        progress.started();
        try {
            return new ScenarioRun(scenario, scenario.warmUp(), time, watch(scenario), progress::progressed).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Runs a scenario at several numbers of users, which take turns in rounds.
     *
     * @param sweep the scenario and the numbers of users
     * @return what each number of users did
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException for the reasons of {@link #measure(Scenario)}
     */
    public SweepMeasurement sweep(Sweep sweep) {
        Progress progress = new Progress(listener, sweep.name());
        progress.started();
        try {
            return new SweepRun(sweep, time, this::watch, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Runs cycles of work, each followed by a forced collection.
     *
     * @param scenario the work and the number of cycles
     * @return what stayed in memory
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if the JVM does not collect on request, or for the reasons of {@link #measure(Scenario)}
     */
    public MemoryTrend memory(MemoryScenario scenario) {
        Progress progress = new Progress(listener, scenario.work().name());
        progress.started();
        try {
            return new MemoryRun(scenario, time, memory, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Runs work for a long time.
     *
     * @param soak the work and the time
     * @return how its times and its memory moved
     * @throws HangException if an operation did not end within the hang limit
     * @throws PerfException if the JVM does not collect on request, or for the reasons of {@link #measure(Scenario)}
     */
    public SoakMeasurement soak(Soak soak) {
        Progress progress = new Progress(listener, soak.work().name());
        progress.started();
        try {
            return new SoakRun(soak, time, memory, this::watch, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Runs a fault that comes and goes while a probe asks at a fixed rate.
     *
     * @param scenario the fault and the probe
     * @return how long the system needed after each fault
     * @throws HangException if a probe or the fault's switch did not end within the hang limit
     * @throws PerfException if the fault could not be begun or ended, or the calling thread was interrupted
     */
    public RecoveryMeasurement recovery(RecoveryScenario scenario) {
        Progress progress = new Progress(listener, scenario.name());
        progress.started();
        try {
            return new RecoveryRun(scenario, time, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Runs a bystander before, during and after the fault of another part.
     *
     * @param scenario the bystander, the fault, and who uses the broken part
     * @return how the bystander fared in each phase
     * @throws HangException if an operation of the bystander did not end within the hang limit
     * @throws PerfException if the fault could not be begun or ended, or for the reasons of {@link #measure(Scenario)}
     */
    public IsolationMeasurement isolation(IsolationScenario scenario) {
        Progress progress = new Progress(listener, scenario.name());
        progress.started();
        try {
            return new IsolationRun(scenario, time, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Hunts for a race.
     *
     * @param race the actors and what must hold
     * @param <S> the state that the actors share
     * @return what was found
     * @throws HangException if an actor, a state or the invariant did not end within the hang limit, as in a deadlock
     * @throws PerfException if no state could be made, or the calling thread was interrupted
     */
    public <S> RaceOutcome race(Race<S> race) {
        Progress progress = new Progress(listener, race.name());
        progress.started();
        try {
            return new RaceRun<>(race, progress).run();
        } finally {
            progress.finished();
        }
    }

    /**
     * Times two operations side by side.
     *
     * @param comparison the two operations
     * @return the times of neighbouring blocks
     * @throws HangException if a block did not end within the hang limit
     * @throws PerfException if an operation threw, because a ratio of failures means nothing; if a saved jar or its
     *     operation could not be loaded; or if the calling thread was interrupted
     */
    public PairedMeasurement compare(Comparison comparison) {
        Progress progress = new Progress(listener, comparison.name());
        progress.started();
        try {
            return new ComparisonRun(comparison, time, progress).run();
        } finally {
            progress.finished();
        }
    }

    /** The machine is looked at once for each JVM, before its first scenario; not at all beside a clock of its own. */
    private HostWatch watch(Scenario scenario) {
        if (host == null) {
            return HostWatch.none(time, scenario.users());
        }
        boolean check = host == HostSource.system()
                && PerfSettings.current().get(KitSettings.FITNESS).equals("check");
        Fitness fitness = check ? FitnessCheck.once(TimeSource.system()::nanos) : Fitness.notChecked();
        return new HostWatch(host, time, fitness, scenario.users());
    }
}
