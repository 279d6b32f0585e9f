package io.leadfactory.perf.report;

import io.leadfactory.perf.history.Baseline;
import io.leadfactory.perf.history.HistoryEntry;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Ratio;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** A run as large and as varied as a real one, the same each time: what the page is looked at with. */
final class Demo {
    private static final List<String> TITLES = List.of(
            "event creation, own transaction",
            "ten events in one call",
            "query for a report",
            "session-event overhead",
            "concurrent users writing",
            "budget check",
            "mixed operations",
            "memory under sustained load",
            "checksum against its predecessor",
            "error recovery",
            "scaling over users",
            "search while billing is down");

    /** So many scenarios are one of every kind. */
    static final int KINDS = TITLES.size();

    private Demo() {}

    /** Returns a run of so many scenarios, of every kind in turn. */
    static RunReport run(int scenarios) {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("audit", "Audit");
        groups.put("monitoring", "Production monitoring");
        groups.put("integration", "Integration");
        List<ScenarioReport> reports = new ArrayList<>();
        for (int i = 0; i < scenarios; i++) {
            reports.add(scenario(i, List.copyOf(groups.keySet()).get(i * groups.size() / scenarios)));
        }
        return new RunReport(
                "Performance gate", Samples.STARTED, Duration.ofSeconds(443), environment(), reports, groups);
    }

    private static Environment environment() {
        return Samples.environment()
                .with("os", "Linux 6.1.0-18-cloud-amd64 amd64")
                .with("cpu", "Intel(R) Xeon(R) Processor @ 2.80GHz")
                .with("gc", "G1 Young Generation, G1 Old Generation")
                .with("load", "1.52 in the last minute")
                .with("jvm", "nothing that slows it");
    }

    private static ScenarioReport scenario(int index, String group) {
        String id = group.substring(0, 1).toUpperCase(Locale.ROOT) + (index + 1);
        String title = TITLES.get(index % TITLES.size());
        long seed = 1000L + index;
        List<Part> parts = switch (index % TITLES.size()) {
            case 4 -> levels(id, seed, 1, 2, 4, 8);
            case 6 -> levels(id, seed, 5, 10, 20);
            case 7 ->
                List.of(new Part(
                        "",
                        null,
                        Samples.memory(),
                        Judge.judge(Samples.memory(), Limit.below(Metric.HEAP_GROWTH, 50 * 1048576.0))
                                .findings(),
                        List.of()));
            case 8 -> List.of(comparison(id, seed));
            case 9 -> List.of();
            case 10 -> Exhibits.sweep("", index % 2 == 0 ? 0.004 : 0, 1, 2, 4, 8);
            case 11 -> Exhibits.isolation();
            default -> List.of(single(id, seed, index % TITLES.size()));
        };
        ScenarioReport report = new ScenarioReport(
                id,
                group,
                title,
                parts,
                parts.isEmpty()
                        ? "java.sql.SQLNonTransientConnectionException: the connection is lost\n"
                                + "\tat io.leadfactory.perf.fault.FaultyConnection.lost(FaultyConnection.java:93)"
                        : null);
        List<HistoryEntry> earlier = earlier(report, seed);
        return parts.isEmpty() || index % 5 == 3 ? report : report.beside(earlier, advice(report, earlier));
    }

    /** Twenty-four runs around what is measured now. */
    private static List<HistoryEntry> earlier(ScenarioReport report, long seed) {
        Random random = new Random(seed);
        List<HistoryEntry> entries = new ArrayList<>();
        for (int run = 0; run < 24; run++) {
            double factor = Math.exp(0.04 * random.nextGaussian()) * (run < 10 ? 0.8 : 0.85);
            List<HistoryEntry.Point> points = new ArrayList<>();
            for (Part part : report.parts()) {
                for (Figure figure : RunHistory.figures(part)) {
                    points.add(new HistoryEntry.Point(part.label(), scaled(figure, factor)));
                }
            }
            entries.add(new HistoryEntry(
                    report.id(),
                    "demo",
                    Samples.STARTED.minus(Duration.ofHours(11L * (24 - run))),
                    run == 13 ? Verdict.FAIL : Verdict.PASS,
                    1e6,
                    points));
        }
        return entries;
    }

    private static Figure scaled(Figure figure, double factor) {
        return new Figure(
                figure.metric(),
                figure.value() * factor,
                figure.low() * factor,
                figure.high() * factor,
                figure.samples());
    }

    private static List<String> advice(ScenarioReport report, List<HistoryEntry> earlier) {
        List<HistoryEntry.Point> points = new ArrayList<>();
        report.parts()
                .forEach(part -> RunHistory.figures(part)
                        .forEach(figure -> points.add(new HistoryEntry.Point(part.label(), figure))));
        return Baseline.advise(
                new HistoryEntry(report.id(), "demo", Samples.STARTED, report.verdict(), 1e6, points), earlier);
    }

    private static Part single(String id, long seed, int kind) {
        Measurement measurement = times(id, kind == 3 ? 2 : 1, 8 + 7.0 * kind, 2_000, seed, kind == 2 ? 5 : 0);
        return new Part(
                "",
                measurement,
                null,
                Judge.judge(
                                measurement,
                                Limit.below(Metric.MEAN, Duration.ofMillis(50)),
                                Limit.below(Metric.P95, Duration.ofMillis(kind == 1 ? 20 : kind == 2 ? 33 : 75)),
                                Limit.below(Metric.MAX, Duration.ofMillis(400)))
                        .findings(),
                kind == 0 ? List.of("own transaction for each event, on H2 in memory") : List.of());
    }

    private static List<Part> levels(String id, long seed, int... levels) {
        List<Part> parts = new ArrayList<>();
        for (int users : levels) {
            double millis = 6 * (1 + 0.12 * users + 0.01 * users * users);
            Measurement measurement = times(id, users, millis, 500, seed + users, 0);
            parts.add(new Part(
                    users + (users == 1 ? " user" : " users"),
                    measurement,
                    null,
                    Judge.judge(measurement, Limit.below(Metric.MEAN, Duration.ofMillis(50)))
                            .findings(),
                    List.of()));
        }
        return parts;
    }

    private static Part comparison(String id, long seed) {
        Random random = new Random(seed);
        List<PairedMeasurement.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double noise = Math.exp(0.02 * random.nextGaussian()) * (random.nextInt(40) == 0 ? 1.3 : 1);
            pairs.add(new PairedMeasurement.Pair(50_000, 50_000 * 1.024 * noise));
        }
        PairedMeasurement comparison = new PairedMeasurement(id, pairs, 40, seed, Duration.ofSeconds(4));
        Figure ratio = Ratio.of(comparison);
        Finding finding = Judge.judge(ratio, Limit.below(Metric.OVERHEAD, 1.05));
        return new Part("", null, null, comparison, List.of(finding), List.of("seed " + seed));
    }

    private static Measurement times(
            String scenario, int users, double medianMillis, int operations, long seed, int errors) {
        Random random = new Random(seed);
        Measurement.Builder builder = Measurement.of(scenario).users(users, false);
        long end = 0;
        for (int user = 0; user < users; user++) {
            Recorder recorder = Recorder.closed();
            long now = 0;
            for (int i = 0; i < operations; i++) {
                double stall = random.nextInt(400) == 0 ? 4 : 1;
                long nanos = (long) (medianMillis * 1e6 * stall * Math.exp(0.25 * random.nextGaussian()));
                now += nanos;
                recorder.record(now, nanos);
                if (errors > 0 && i % (operations / errors) == 7) {
                    recorder.fail(now, new IllegalStateException("lost"), true);
                }
            }
            end = Math.max(end, now);
            builder.add(recorder);
        }
        return builder.time(Samples.STARTED, Duration.ofNanos(end))
                .cost(0.62, 2048, new GcActivity(2, Duration.ofMillis(9)))
                .build();
    }

    /** Writes the page for a look at it; the argument is the folder. */
    public static void main(String[] arguments) {
        RunReport run = run(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 12);
        System.out.println(run.count(Verdict.FAIL) + " failed; "
                + ReportFolder.open(Path.of(arguments[0])).write(run));
    }
}
