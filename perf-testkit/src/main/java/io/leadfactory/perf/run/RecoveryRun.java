package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import io.leadfactory.perf.measure.RecoveryMeasurement.Window;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/**
 * One run of a recovery scenario: for each window two threads, one that breaks and mends, one that probes, so that a probe
 * that is stuck in the fault does not keep the fault from ending. For one thread.
 */
final class RecoveryRun {
    private static final long NOT_YET = Long.MIN_VALUE;

    private final RecoveryScenario scenario;
    private final TimeSource time;
    private final Progress progress;

    RecoveryRun(RecoveryScenario scenario, TimeSource time, Progress progress) {
        this.scenario = scenario;
        this.time = time;
        this.progress = progress;
    }

    RecoveryMeasurement run() {
        Instant startedAt = Instant.now();
        long began = time.nanos();
        Recorder recorder = Recorder.closed();
        List<Window> windows = new ArrayList<>();
        for (int index = 0; index < scenario.windows(); index++) {
            double fraction = (double) index / scenario.windows();
            Fault fault = new Fault();
            Crew crew = new Crew(scenario.name(), scenario.hangLimit(), false);
            Probe probe = new Probe(crew, fault);
            crew.run(
                    List.of(
                            new Crew.Member("fault", fault.pulse, () -> fault.comeAndGo(crew)),
                            new Crew.Member("probe", probe.pulse, probe::ask)),
                    () -> progress.progressed(Phase.MEASURE, fraction));
            long ended = time.nanos() - began;
            windows.add(probe.window());
            if (probe.recovery.isPresent()) {
                recorder.record(ended, probe.recovery.get().toNanos());
            } else {
                recorder.fail(ended, probe.notRecovered(), false);
            }
        }
        Measurement times = Measurement.of(scenario.name())
                .add(recorder)
                .loadModel("probe every " + scenario.period().toMillis() + " ms")
                .time(startedAt, Duration.ofNanos(time.nanos() - began))
                .build();
        return new RecoveryMeasurement(times, windows, scenario.period());
    }

    /** Breaks the system, waits, and mends it, also if the run is stopped in between. */
    private final class Fault {
        private final Pulse pulse = new Pulse();
        private final CountDownLatch come = new CountDownLatch(1);
        private volatile long goneAt = NOT_YET;

        private void comeAndGo(Crew crew) throws InterruptedException {
            switchTo(scenario.faultBegin(), "begun");
            long begunAt = time.nanos();
            come.countDown();
            try {
                time.awaitNanos(begunAt + scenario.faultFor().toNanos());
                crew.checkCancelled();
            } finally {
                switchTo(scenario.faultEnd(), "ended");
                goneAt = time.nanos();
            }
        }

        private void switchTo(Operation operation, String what) {
            pulse.begin();
            try {
                operation.run();
            } catch (Exception error) {
                throw new PerfException(
                        "the fault of scenario \"" + scenario.name() + "\" could not be " + what + ": " + error, error);
            } finally {
                pulse.end();
            }
        }
    }

    /** Asks at fixed instants until the system has recovered or the limit is over. */
    private final class Probe {
        private final Crew crew;
        private final Fault fault;
        private final Pulse pulse = new Pulse();
        private Optional<Duration> recovery = Optional.empty();
        private long probes;
        private long errors;
        private long firstFailure = NOT_YET;
        private long lastFailure = NOT_YET;
        private long firstSuccess = NOT_YET;
        private long last = NOT_YET;
        private Throwable lastError = new TimeoutException("no probe failed, but none came after the fault's end");

        private Probe(Crew crew, Fault fault) {
            this.crew = crew;
            this.fault = fault;
        }

        private void ask() throws InterruptedException {
            fault.come.await();
            long due = time.nanos();
            long period = scenario.period().toNanos();
            int inARow = 0;
            long first = NOT_YET;
            while (true) {
                time.awaitNanos(due);
                crew.checkCancelled();
                long asked = time.nanos();
                boolean works = works();
                long ended = time.nanos();
                long goneAt = fault.goneAt;
                last = ended;
                if (!works) {
                    firstFailure = firstFailure == NOT_YET ? asked : firstFailure;
                    lastFailure = asked;
                }
                if (goneAt != NOT_YET && works && ended >= goneAt) {
                    first = inARow == 0 ? ended : first;
                    firstSuccess = firstSuccess == NOT_YET ? ended : firstSuccess;
                    inARow++;
                } else {
                    inARow = 0;
                }
                if (inARow == scenario.successes()) {
                    recovery = Optional.of(Duration.ofNanos(first - goneAt));
                    return;
                }
                if (goneAt != NOT_YET && ended - goneAt > scenario.limit().toNanos()) {
                    return;
                }
                // Instants that passed while a probe was stuck are left out: it is one answer, not many.
                due += period * Math.max(1, (ended - due + period - 1) / period);
            }
        }

        private Window window() {
            long goneAt = fault.goneAt;
            long until = recovery.isPresent() ? goneAt + recovery.get().toNanos() : last;
            return new Window(
                    recovery,
                    recovery.map(
                            found -> Duration.ofNanos(lastFailure == NOT_YET ? 0 : Math.max(0, lastFailure - goneAt))),
                    firstSuccess == NOT_YET ? Optional.empty() : Optional.of(Duration.ofNanos(firstSuccess - goneAt)),
                    Duration.ofNanos(firstFailure == NOT_YET ? 0 : Math.max(0, until - firstFailure)),
                    probes,
                    errors);
        }

        private boolean works() throws InterruptedException {
            probes++;
            pulse.begin();
            try {
                scenario.probe().run();
                return true;
            } catch (Throwable error) {
                crew.checkCancelled();
                errors++;
                lastError = error;
                return false;
            } finally {
                pulse.end();
                crew.forgetInterrupt();
            }
        }

        private PerfException notRecovered() {
            return new PerfException(
                    "scenario \"" + scenario.name() + "\" did not recover within "
                            + scenario.limit().toMillis()
                            + " ms after the fault's end: " + errors + " of " + probes
                            + " probes failed, the last with "
                            + lastError,
                    lastError);
        }
    }
}
