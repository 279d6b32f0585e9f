package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One soak. For one thread. */
final class SoakRun {
    private static final double MEDIAN = 50;

    private final Soak soak;
    private final Scenario part;
    private final TimeSource time;
    private final MemorySource memory;
    private final Function<Scenario, HostWatch> machine;
    private final Progress progress;
    // What a part left is put into arrays and one measurement at once: to keep all parts would itself be a trend.
    private final Cycle[] cycles;
    private final Double[] medians;
    private @Nullable Measurement whole;

    SoakRun(Soak soak, TimeSource time, MemorySource memory, Function<Scenario, HostWatch> machine, Progress progress) {
        this.soak = soak;
        this.part = soak.part();
        this.time = time;
        this.memory = memory;
        this.machine = machine;
        this.progress = progress;
        this.cycles = new Cycle[soak.parts()];
        this.medians = new Double[soak.parts()];
        Arrays.fill(medians, Double.NaN);
    }

    SoakMeasurement run() {
        // Said before the first part, so that a JVM that does not collect costs nobody any time.
        memory.heapAfterCollection();
        Instant startedAt = Instant.now();
        long began = time.nanos();
        Measurement joined = join(0, began);
        for (int index = 1; index < soak.parts(); index++) {
            joined = join(index, began);
        }
        MemoryTrend trend = new MemoryTrend(
                soak.work().name(),
                soak.work().users(),
                startedAt,
                Duration.ofNanos(time.nanos() - began),
                List.of(cycles),
                soak.dropped(),
                unexpected(joined));
        return new SoakMeasurement(joined, trend, List.of(medians));
    }

    private Measurement join(int index, long began) {
        WarmUp warmUp = index == 0 ? part.warmUp() : WarmUp.none();
        Measurement measured = new ScenarioRun(
                        part,
                        warmUp,
                        time,
                        machine.apply(part),
                        (phase, fraction) -> progress.progressed(
                                phase,
                                (index + (phase == ProgressListener.Phase.MEASURE ? fraction : 0)) / soak.parts()))
                .runAsPart();
        if (measured.samples() > 0) {
            medians[index] = measured.responseTime().percentileNanos(MEDIAN);
        }
        Measurement before = whole;
        Measurement joined = before == null
                ? measured
                : SweepLevel.of(List.of(before, measured), Duration.ZERO).measurement();
        whole = joined;
        double heap = memory.heapAfterCollection();
        cycles[index] = new Cycle(
                index,
                Duration.ofNanos(time.nanos() - began),
                measured.samples(),
                measured.unexpectedErrors(),
                heap,
                memory.residentBytes());
        return joined;
    }

    private List<Throwable> unexpected(Measurement joined) {
        List<Throwable> errors = new ArrayList<>(joined.firstErrors());
        errors.removeIf(part::expects);
        return errors;
    }
}
