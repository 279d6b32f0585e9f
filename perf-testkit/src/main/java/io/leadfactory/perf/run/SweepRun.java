package io.leadfactory.perf.run;

import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.measure.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** One run of a sweep: rounds, in each of which every number of users is measured once. For one thread. */
final class SweepRun {
    private final Sweep sweep;
    private final TimeSource time;
    private final Function<Scenario, HostWatch> machine;
    private final Progress progress;
    private final int runs;
    private int done;

    SweepRun(Sweep sweep, TimeSource time, Function<Scenario, HostWatch> machine, Progress progress) {
        this.sweep = sweep;
        this.time = time;
        this.machine = machine;
        this.progress = progress;
        this.runs = sweep.rounds() * sweep.levels().size();
    }

    SweepMeasurement run() {
        Instant startedAt = Instant.now();
        long began = time.nanos();
        Map<Integer, List<Measurement>> measured = new TreeMap<>();
        for (int round = 0; round < sweep.rounds(); round++) {
            for (int users : order(round)) {
                measured.computeIfAbsent(users, level -> new ArrayList<>()).add(measure(users, round));
                done++;
            }
        }
        Duration thinkTime = sweep.at(sweep.levels().get(0)).thinkTime().mean();
        List<SweepLevel> levels = measured.values().stream()
                .map(rounds -> SweepLevel.of(rounds, thinkTime))
                .toList();
        return new SweepMeasurement(
                sweep.name(),
                startedAt,
                Duration.ofNanos(time.nanos() - began),
                Runtime.getRuntime().availableProcessors(),
                levels,
                sweep.seed());
    }

    private int[] order(int round) {
        int[] order = sweep.levels().stream().mapToInt(Integer::intValue).toArray();
        Seeded.of(sweep.seed(), round).shuffle(order);
        return order;
    }

    private Measurement measure(int users, int round) {
        Scenario scenario = sweep.at(users);
        WarmUp warmUp = round == 0 || scenario.warmUp().isNone() ? scenario.warmUp() : WarmUp.iterations(users);
        return new ScenarioRun(
                        scenario,
                        warmUp,
                        time,
                        machine.apply(scenario),
                        (phase, fraction) -> progress.progressed(
                                phase, (done + (phase == ProgressListener.Phase.MEASURE ? fraction : 0)) / runs))
                .run();
    }
}
