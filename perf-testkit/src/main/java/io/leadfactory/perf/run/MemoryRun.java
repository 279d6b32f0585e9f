package io.leadfactory.perf.run;

import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Leak;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of a memory scenario. For one thread. */
final class MemoryRun {
    private static final int FIRST_ERRORS = 10;
    private static final int MORE = 8;

    private final MemoryScenario scenario;
    private final TimeSource time;
    private final MemorySource memory;
    private final Progress progress;
    // Numbers are kept in arrays that are there from the start: a record for each cycle would itself be a trend.
    private final long[] ended;
    private final long[] operations;
    private final long[] failures;
    private final double[] heap;
    private final double[] resident;
    private final List<Throwable> errors = new ArrayList<>();

    MemoryRun(MemoryScenario scenario, TimeSource time, MemorySource memory, Progress progress) {
        this.scenario = scenario;
        this.time = time;
        this.memory = memory;
        this.progress = progress;
        this.ended = new long[scenario.mostCycles()];
        this.operations = new long[scenario.mostCycles()];
        this.failures = new long[scenario.mostCycles()];
        this.heap = new double[scenario.mostCycles()];
        this.resident = new double[scenario.mostCycles()];
    }

    MemoryTrend run() {
        // Said before the first cycle, so that a JVM that does not collect costs nobody any time.
        memory.heapAfterCollection();
        Instant startedAt = Instant.now();
        long began = time.nanos();
        for (int index = 0; index < scenario.cycles(); index++) {
            cycle(index, began);
        }
        int count = scenario.cycles();
        MemoryTrend trend = trend(startedAt, began, count);
        while (count < scenario.mostCycles() && !isDecided(trend.leak())) {
            int next = Math.min(scenario.mostCycles(), count + MORE);
            for (int index = count; index < next; index++) {
                cycle(index, began);
            }
            count = next;
            trend = trend(startedAt, began, count);
        }
        return trend;
    }

    private static boolean isDecided(Leak leak) {
        return leak.isAbove(Leak.TOLERANCE) || leak.isWithin(Leak.TOLERANCE);
    }

    private void cycle(int index, long began) {
        work(index);
        heap[index] = memory.heapAfterCollection();
        resident[index] = memory.residentBytes();
        ended[index] = time.nanos() - began;
    }

    private MemoryTrend trend(Instant startedAt, long began, int count) {
        List<Cycle> cycles = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            cycles.add(new Cycle(
                    index,
                    Duration.ofNanos(ended[index]),
                    operations[index],
                    failures[index],
                    heap[index],
                    resident[index]));
        }
        // What a JVM still warms up over is left behind as the run grows.
        int dropped = count == scenario.cycles() ? scenario.dropped() : Math.max(scenario.dropped(), count / 4);
        return new MemoryTrend(
                scenario.work().name(),
                scenario.work().users(),
                startedAt,
                Duration.ofNanos(time.nanos() - began),
                cycles,
                dropped,
                errors);
    }

    private void work(int index) {
        WarmUp warmUp = index == 0 ? scenario.work().warmUp() : WarmUp.none();
        Measurement measurement = new ScenarioRun(
                        scenario.work(),
                        warmUp,
                        time,
                        (phase, fraction) -> progress.progressed(phase, (index + fraction) / scenario.mostCycles()))
                .runAsPart();
        operations[index] = measurement.samples();
        failures[index] = measurement.unexpectedErrors();
        measurement.firstErrors().stream()
                .filter(error -> !scenario.work().expects(error))
                .limit(FIRST_ERRORS - errors.size())
                .forEach(errors::add);
    }
}
