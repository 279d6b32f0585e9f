package io.leadfactory.perf.run;

import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.WarmUp;
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

    private final MemoryScenario scenario;
    private final TimeSource time;
    private final MemorySource memory;
    private final Progress progress;

    MemoryRun(MemoryScenario scenario, TimeSource time, MemorySource memory, Progress progress) {
        this.scenario = scenario;
        this.time = time;
        this.memory = memory;
        this.progress = progress;
    }

    MemoryTrend run() {
        // Said before the first cycle, so that a JVM that does not collect costs nobody any time.
        memory.heapAfterCollection();
        Instant startedAt = Instant.now();
        long began = time.nanos();
        int count = scenario.cycles();
        // Numbers are kept in arrays that are there from the start: a record for each cycle would itself be a trend.
        long[] ended = new long[count];
        long[] operations = new long[count];
        long[] failures = new long[count];
        double[] heap = new double[count];
        double[] resident = new double[count];
        List<Throwable> errors = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            work(index, operations, failures, errors);
            heap[index] = memory.heapAfterCollection();
            resident[index] = memory.residentBytes();
            ended[index] = time.nanos() - began;
        }
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
        return new MemoryTrend(
                scenario.work().name(),
                scenario.work().users(),
                startedAt,
                Duration.ofNanos(time.nanos() - began),
                cycles,
                scenario.dropped(),
                errors);
    }

    private void work(int index, long[] operations, long[] failures, List<Throwable> errors) {
        WarmUp warmUp = index == 0 ? scenario.work().warmUp() : WarmUp.none();
        Measurement measurement = new ScenarioRun(
                        scenario.work(),
                        warmUp,
                        time,
                        (phase, fraction) -> progress.progressed(phase, (index + fraction) / scenario.cycles()))
                .runAsPart();
        operations[index] = measurement.samples();
        failures[index] = measurement.unexpectedErrors();
        measurement.firstErrors().stream()
                .filter(error -> !scenario.work().expects(error))
                .limit(FIRST_ERRORS - errors.size())
                .forEach(errors::add);
    }
}
