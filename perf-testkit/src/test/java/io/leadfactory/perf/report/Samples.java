package io.leadfactory.perf.report;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs that look like real ones and are the same each time. */
final class Samples {
    static final Instant STARTED = Instant.parse("2026-11-23T14:30:05Z");
    static final String HOSTILE =
            "<script>alert(\"x\")</script> | `a` *b* [c](d) {{title}} \u2028 \u0007 </table> &amp; '";

    private Samples() {}

    static Environment environment() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("jdk", "17.0.15 (OpenJDK 64-Bit Server VM, Debian)");
        entries.put("os", "Linux 6.1 amd64");
        entries.put("cores", "2");
        entries.put("heap", "up to 1 GB");
        entries.put("hibernate", "7.4.13.Final");
        return new Environment(entries);
    }

    /** Seventy operations of 10 to 79 ms, one after the other, by each user; times are exact to three digits. */
    static Measurement measurement(String scenario, int users) {
        Measurement.Builder builder = Measurement.of(scenario).users(users, false);
        long end = 0;
        for (int user = 0; user < users; user++) {
            Recorder recorder = Recorder.closed();
            long now = 0;
            for (int i = 0; i < 70; i++) {
                long nanos = (10 + i * 37L % 70) * 1_000_000;
                now += nanos;
                recorder.record(now, nanos);
            }
            end = Math.max(end, now);
            builder.add(recorder);
        }
        return builder.time(STARTED, Duration.ofNanos(end))
                .cost(0.62, 2048, new GcActivity(2, Duration.ofMillis(9)))
                .build();
    }

    /** Log-normal times around a median, from a fixed seed. */
    static Measurement noisy(String scenario, int users, double medianMillis, int operations, long seed) {
        Random random = new Random(seed);
        Measurement.Builder builder = Measurement.of(scenario).users(users, false);
        long end = 0;
        for (int user = 0; user < users; user++) {
            Recorder recorder = Recorder.closed();
            long now = 0;
            for (int i = 0; i < operations; i++) {
                long nanos = (long) (medianMillis * 1e6 * Math.exp(0.4 * random.nextGaussian()));
                now += nanos;
                recorder.record(now, nanos);
            }
            end = Math.max(end, now);
            builder.add(recorder);
        }
        return builder.time(STARTED, Duration.ofNanos(end)).build();
    }

    static MemoryTrend memory() {
        List<MemoryTrend.Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cycles.add(new MemoryTrend.Cycle(
                    i,
                    Duration.ofSeconds(i + 1L),
                    1000,
                    0,
                    (40 + (i < 2 ? i * 5 : 9 + i % 3)) * 1048576.0,
                    (210 + Math.min(i, 4) * 3 + i % 2) * 1048576.0));
        }
        return new MemoryTrend("M5", 5, STARTED, Duration.ofSeconds(10), cycles, 2, List.of());
    }

    static Finding finding(
            Limit limit, double value, double low, double high, long samples, Verdict verdict, String why) {
        return new Finding(limit, new Figure(limit.metric(), value, low, high, samples), verdict, why);
    }

    static Limit mean(int millis) {
        return Limit.below(Metric.MEAN, Duration.ofMillis(millis));
    }

    static Limit p95(int millis) {
        return Limit.below(Metric.P95, Duration.ofMillis(millis));
    }

    static ScenarioReport scenario(String id, String group, String title, Part... parts) {
        return new ScenarioReport(id, group, title, List.of(parts), null);
    }

    static RunReport run(ScenarioReport... scenarios) {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("audit", "Audit");
        groups.put("monitoring", "Production monitoring");
        return new RunReport(
                "Performance gate", STARTED, Duration.ofMillis(83_400), environment(), List.of(scenarios), groups);
    }

    /** A run that has a bit of everything: a pass, a miss, doubts, a scenario that broke off, one without parts. */
    static RunReport mixed() {
        Part creation = new Part(
                "",
                measurement("A1", 1),
                null,
                List.of(
                        finding(mean(50), 44.5e6, 40.1e6, 48.9e6, 70, Verdict.PASS, ""),
                        finding(p95(35), 76e6, 72e6, 79e6, 70, Verdict.FAIL, "above the limit with its whole interval"),
                        finding(
                                Limit.below(Metric.MAX, Duration.ofMillis(100)),
                                79e6,
                                Double.NaN,
                                Double.NaN,
                                70,
                                Verdict.PASS,
                                "")),
                List.of("own transaction for each event"));
        Part one = new Part("1 user", measurement("A5", 1), null, List.of(), List.of());
        Part ten = new Part(
                "10 users",
                measurement("A5", 10),
                null,
                List.of(finding(mean(50), 44.5e6, 43.2e6, 45.8e6, 700, Verdict.PASS, "")),
                List.of());
        Part few = new Part(
                "",
                null,
                null,
                List.of(finding(
                        p95(7),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        12,
                        Verdict.INCONCLUSIVE,
                        "a P95 needs 59 samples")),
                List.of());
        Part checks = new Part(
                "",
                null,
                null,
                List.of(
                        finding(
                                Limit.above(Metric.THROUGHPUT, 150),
                                120,
                                110,
                                131,
                                4000,
                                Verdict.FAIL,
                                "below the limit"),
                        finding(
                                Limit.atMost(new Metric("overspent", "overspent", Unit.COUNT), 0),
                                2,
                                Double.NaN,
                                Double.NaN,
                                4000,
                                Verdict.FAIL,
                                "above the limit")),
                List.of());
        Part heap = new Part(
                "",
                null,
                memory(),
                List.of(finding(
                        Limit.below(Metric.HEAP_GROWTH, 50 * 1048576.0),
                        1.5 * 1048576,
                        -2 * 1048576.0,
                        4 * 1048576.0,
                        8,
                        Verdict.PASS,
                        "")),
                List.of());
        return run(
                scenario("A1", "audit", "event creation", creation),
                scenario("A5", "audit", "concurrent users writing", one, ten),
                scenario("M2", "monitoring", "budget check", few),
                scenario("M3", "monitoring", "concurrent budget checks", checks),
                scenario("M5", "monitoring", "memory under sustained load", heap),
                new ScenarioReport(
                        "M6",
                        "monitoring",
                        "error recovery",
                        List.of(),
                        "java.lang.IllegalStateException: the table is missing\n\tat somewhere"),
                scenario("X1", "extra", "nothing judged"));
    }
}
