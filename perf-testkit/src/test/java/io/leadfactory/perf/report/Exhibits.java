package io.leadfactory.perf.report;

import io.leadfactory.perf.define.SequentialPlan;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Scaling;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostActivity;
import io.leadfactory.perf.machine.MachineUse;
import io.leadfactory.perf.measure.ClockChoice;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.IsolationMeasurement.Use;
import io.leadfactory.perf.measure.Loads;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.PairedMeasurement.Look;
import io.leadfactory.perf.measure.PairedMeasurement.Pair;
import io.leadfactory.perf.measure.RatioInterval;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SweepLevel;
import io.leadfactory.perf.measure.SweepMeasurement;
import io.leadfactory.perf.measure.WarmUpFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Parts with everything that a report can hold beside times, the same each time. */
final class Exhibits {
    /** Stands in the message of an error, which is nobody's business. */
    static final String PRIVATE = "jane.doe@example.com";

    private Exhibits() {}

    /** A run with one scenario for each exhibit. */
    static RunReport run() {
        return Samples.run(
                Samples.scenario("K1", "audit", "a mix with counters", mix(40)),
                new ScenarioReport("K2", "audit", "a sweep", sweep("", 0.004, 1, 2, 4, 8), null),
                new ScenarioReport("K3", "audit", "a bystander", isolation(), null),
                Samples.scenario("K4", "audit", "a comparison with looks", looks()),
                Samples.scenario("K5", "audit", "saved jars", loads()),
                Samples.scenario("K6", "audit", "a leak", memory()));
    }

    /** Two operations of a mix, three statements for each, on a machine that others have disturbed. */
    static Part mix(int reads) {
        Measurement.Builder builder = Measurement.of("K1");
        builder.add("read", recorder(reads, 10));
        builder.add("write", recorder(10, 30));
        Measurement measurement = builder.users(2, false)
                .time(Samples.STARTED, Duration.ofSeconds(1))
                .warmUp(new WarmUpFacts("steady", 500, 1, Duration.ofMillis(700), WarmUpFacts.SteadyState.NOT_REACHED))
                .count("statements", new Count(3L * (reads + 10), reads + 10))
                .count("connections-out", new Count(0, reads + 10))
                .cost(
                        0.5,
                        2048,
                        new GcActivity(
                                4, Duration.ofMillis(20), 3, Duration.ofMillis(12), Optional.of(Duration.ofMillis(7))))
                .machine(disturbed(), Optional.empty())
                .build();
        return new Part(
                "",
                measurement,
                null,
                Judge.judge(
                                measurement,
                                Limit.atMost(Metric.perOperation("statements"), 3),
                                Limit.atMost(Metric.inAll("connections-out"), 0))
                        .findings(),
                List.of());
    }

    static MachineUse disturbed() {
        return new MachineUse(
                2,
                0.8,
                0.6,
                new HostActivity(2, 1e9, 1.9, 0.9, 0.01, 0),
                new Fitness(
                        Fitness.State.UNFIT, List.of("the same work took up to 64 % longer"), 0.64, 0.3, 0.01, 1.25));
    }

    private static Recorder recorder(int operations, int millis) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < operations; i++) {
            recorder.record((i + 1L) * 1_000_000_000 / operations - 1, millis * 1_000_000L);
        }
        return recorder;
    }

    /** The rows of a sweep by the law with a contention of 5 %, in five rounds that scatter by 2 %. */
    static List<Part> sweep(String label, double coherence, int... users) {
        SweepMeasurement sweep = measurement(coherence, users);
        List<Part> parts = new ArrayList<>();
        int most = users[users.length - 1];
        for (SweepLevel level : sweep.levels()) {
            boolean highest = level.users() == most;
            List<Finding> findings = highest
                    ? Scaling.judge(sweep, most, List.of(Limit.above(Metric.EFFICIENCY, 0.3)))
                            .findings()
                    : List.of();
            Part part = new Part(
                    label + level.users() + (level.users() == 1 ? " user" : " users"),
                    level.measurement(),
                    null,
                    findings,
                    List.of());
            parts.add(highest ? part.withScaling(sweep.curve()) : part);
        }
        return parts;
    }

    static SweepMeasurement measurement(double coherence, int... users) {
        Random random = new Random(11);
        List<SweepLevel> levels = new ArrayList<>();
        for (int n : users) {
            List<Measurement> rounds = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
                double throughput = 150 * n / (1 + 0.05 * (n - 1) + coherence * n * (n - 1));
                rounds.add(round(n, throughput * Math.exp(0.02 * random.nextGaussian())));
            }
            levels.add(SweepLevel.of(rounds, Duration.ZERO));
        }
        return new SweepMeasurement("sweep", Samples.STARTED, Duration.ofSeconds(20), 2, levels, 7);
    }

    private static Measurement round(int users, double throughput) {
        Recorder recorder = Recorder.closed();
        long nanos = Math.round(users * 1e9 / throughput);
        for (long i = 0; i < Math.round(throughput); i++) {
            recorder.record((i / users + 1) * nanos, nanos);
        }
        return Measurement.of("sweep")
                .add(recorder)
                .users(users, false)
                .time(Samples.STARTED, Duration.ofSeconds(1))
                .cost(0.5, 0, GcActivity.none())
                .machine(disturbed(), Optional.empty())
                .build();
    }

    static List<Part> isolation() {
        Use use = new Use(40, 38, "java.sql.SQLException: no lead of " + PRIVATE);
        List<Part> parts = new ArrayList<>();
        for (String phase : List.of("before", "during", "after")) {
            Measurement measurement = Samples.measurement("search", 1);
            Part part = new Part(
                    phase + " the fault",
                    measurement,
                    null,
                    Judge.judge(measurement, Samples.mean(60)).findings(),
                    List.of());
            parts.add(phase.equals("during") ? part.withBrokenUse(use) : part);
        }
        return parts;
    }

    static Part looks() {
        List<Look> looks = List.of(
                new Look(new RatioInterval(1.02, 0.98, 1.06, 0.995, 50), 1.03, Duration.ofSeconds(1)),
                new Look(new RatioInterval(1.025, 1.01, 1.04, 0.996, 100), 1.02, Duration.ofSeconds(2)));
        return comparison(
                "K4",
                Optional.of(new SequentialPlan(1.05, 0.01, Duration.ofSeconds(4))),
                looks,
                Loads.once(200),
                ClockChoice.of(0.002, 0.001, "by the run queue"));
    }

    static Part loads() {
        return comparison(
                "K5",
                Optional.empty(),
                List.of(),
                new Loads(List.of(40, 40, 40, 40, 40), 6, 1, true),
                ClockChoice.wall("no other clock was read"));
    }

    private static Part comparison(
            String name, Optional<SequentialPlan> plan, List<Look> looks, Loads loads, ClockChoice clock) {
        Random random = new Random(5);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pairs.add(new Pair(50_000, 50_000 * 1.024 * Math.exp(0.02 * random.nextGaussian())));
        }
        boolean other = clock.clock() == ClockChoice.Clock.CPU;
        PairedMeasurement comparison = new PairedMeasurement(
                name, pairs, 40, 5, Duration.ofSeconds(2), 39, clock, other ? pairs : List.of(), plan, looks, loads);
        return new Part(
                "",
                null,
                null,
                comparison,
                List.of(Samples.finding(Limit.below(Metric.OVERHEAD, 1.05), 1.025, 1.01, 1.04, 200, Verdict.PASS, "")),
                List.of());
    }

    static Part memory() {
        return new Part(
                "",
                null,
                Samples.memory(),
                Judge.judge(Samples.memory(), Limit.atMost(Metric.LEAK, 16)).findings(),
                List.of());
    }
}
