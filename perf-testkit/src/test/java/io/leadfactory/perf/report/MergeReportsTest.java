package io.leadfactory.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Finding;
import io.leadfactory.perf.judge.Judge;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.Recorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeReportsTest {
    private static final Limit P95 = Limit.below(Metric.P95, Duration.ofMillis(35));
    private static final Metric OWN = new Metric("lost", "lost events", Unit.COUNT);
    private static final Limit FAST = Limit.atLeast(Metric.THROUGHPUT, 10);

    @TempDir
    Path temp;

    @Test
    void merge_twoMachines_takesPercentilesFromAllSamples() {
        // 900 fast and 100 slow: the P95 of all is slow, the average of the two P95 would be 55 ms.
        Path fast = write("fast", run(measured(900, 10, Samples.STARTED), P95, FAST));
        Path slow = write("slow", run(measured(100, 100, Samples.STARTED), P95, FAST));

        RunReport merged = MergeReports.merge(List.of(fast, slow));

        Part all = merged.scenarios().get(0).parts().get(0);
        assertThat(all.samples()).isEqualTo(1_000);
        Measurement measurement = Objects.requireNonNull(all.measurement());
        assertThat(measurement.users()).isEqualTo(2);
        assertThat(measurement.responseTime().percentileNanos(95)).isEqualTo(100e6, Offset.offset(1e5));
        assertThat(measurement.responseTime().percentileNanos(90)).isEqualTo(10e6, Offset.offset(1e4));
        assertThat(measurement.mean()).isEqualTo(Duration.ofMillis(19));
        assertThat(all.finding(Metric.P95))
                .hasValueSatisfying(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.FAIL));
        assertThat(merged.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(merged.scenarios().get(0).parts()).extracting(Part::label).containsExactly("", "on fast", "on slow");
        assertThat(merged.environment().entries())
                .containsEntry("machines", "2, merged")
                .containsEntry("slow: cores", "2");
    }

    @Test
    void merge_figureOfTheCallersOwn_keepsEachMachinesFinding() {
        Limit overspent = Limit.atMost(new Metric("overspent", "overspent", Unit.COUNT), 0);
        Path one = write("one", withOwn(overspent, 0));
        Path two = write("two", withOwn(overspent, 3));

        ScenarioReport merged =
                MergeReports.merge(List.of(one, two)).scenarios().get(0);

        assertThat(merged.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(merged.parts()).extracting(Part::label).containsExactly("", "on one", "on two");
        assertThat(merged.shortfalls()).containsExactly("M3 on two overspent 3 is 3 above the limit <= 0");
    }

    @Test
    void merge_notAtTheSameTime_doesNotAddThroughputsUp() {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), FAST));
        Path two = write("two", run(measured(100, 10, Samples.STARTED.plusSeconds(60)), FAST));

        ScenarioReport merged =
                MergeReports.merge(List.of(one, two)).scenarios().get(0);

        assertThat(merged.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(merged.shortfalls())
                .singleElement()
                .asString()
                .contains("the machines did not run at the same time, so their throughputs do not add up");
    }

    @Test
    void merge_errorsInOneMachinesMemory_staysAFailure() {
        Path one = write("one", memory(0));
        Path two = write("two", memory(3));

        for (List<Path> order : List.of(List.of(one, two), List.of(two, one))) {
            ScenarioReport merged = MergeReports.merge(order).scenarios().get(0);

            assertThat(merged.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(merged.shortfalls()).singleElement().asString().contains("M5 on two errors 3 is 3 above");
        }
    }

    @Test
    void merge_errorsLimitedEverywhere_isJudgedAgain() {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), Limit.atMost(Metric.ERRORS, 0)));

        Part all =
                MergeReports.merge(List.of(one, one)).scenarios().get(0).parts().get(0);

        assertThat(all.finding(Metric.ERRORS))
                .hasValueSatisfying(
                        finding -> assertThat(finding.figure().samples()).isEqualTo(200));
    }

    @Test
    void merge_runsThatHardlyOverlap_spreadsThroughputOverTheWholeTime() {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), FAST));
        Path two = write("two", run(measured(100, 10, Samples.STARTED.plusMillis(900)), FAST));

        Measurement all = Objects.requireNonNull(MergeReports.merge(List.of(one, two))
                .scenarios()
                .get(0)
                .parts()
                .get(0)
                .measurement());

        assertThat(all.elapsed()).isEqualTo(Duration.ofMillis(1_900));
        assertThat(all.throughput()).isEqualTo(200 / 1.9, Offset.offset(1e-6));
    }

    @Test
    void merge_cpuShares_weighByTheTimeTimed() {
        Path fast = write("fast", run(measured(900, 10, Samples.STARTED, 0.9)));
        Path slow = write("slow", run(measured(100, 100, Samples.STARTED, 0.1)));

        Measurement all = Objects.requireNonNull(MergeReports.merge(List.of(fast, slow))
                .scenarios()
                .get(0)
                .parts()
                .get(0)
                .measurement());

        assertThat(all.cpuShare()).isEqualTo((0.9 * 9 + 0.1 * 10) / 19, Offset.offset(1e-3));
    }

    @Test
    void merge_failureThatNoMachineFound_isInconclusive() {
        Finding doubt = Samples.finding(P95, 100e6, 99e6, 101e6, 100, Verdict.INCONCLUSIVE, "the machine was busy");
        Path one = write("one", run(measured(100, 100, Samples.STARTED), doubt));

        ScenarioReport merged =
                MergeReports.merge(List.of(one, one)).scenarios().get(0);

        assertThat(merged.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(merged.shortfalls())
                .singleElement()
                .asString()
                .contains("all samples together fail it, but no machine has: see what each machine found");
    }

    @Test
    void merge_pausesForCollection_stayApart() {
        Path one = write("one", withOwn(Limit.atMost(Metric.GC_PAUSES, 5), 3));
        Path two = write("two", withOwn(Limit.atMost(Metric.GC_PAUSES, 5), 7));

        assertThat(MergeReports.merge(List.of(one, two)).scenarios().get(0).shortfalls())
                .containsExactly("M3 on two GC pauses 7 is 2 (40.0 %) above the limit <= 5");
    }

    @Test
    void merge_passThatRestsOnNothing_isReadBackAsNoSamples() {
        Finding nothing = new Finding(Limit.atMost(OWN, 0), Figure.exact(OWN, 0, 0), Verdict.PASS, "");
        Path one = write("one", run(measured(100, 10, Samples.STARTED), nothing));

        assertThat(MergeReports.merge(List.of(one, one)).scenarios().get(0).shortfalls())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("is inconclusive: no samples"));
    }

    @Test
    void run_startThatIsNoTime_isAnError() throws Exception {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), P95));
        Path json = one.resolve("report.json");
        Files.writeString(json, Files.readString(json).replace(Samples.STARTED.toString(), "today"));

        assertThat(MergeReports.run(
                        one.toString(),
                        one.toString(),
                        "-o",
                        temp.resolve("out").toString()))
                .isEqualTo(ExitCode.ERROR);
    }

    @Test
    void merge_otherLimits_isRefused() {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), P95));
        Path two =
                write("two", run(measured(100, 10, Samples.STARTED), Limit.below(Metric.P95, Duration.ofMillis(40))));

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> MergeReports.merge(List.of(one, two)))
                .withMessage("cannot merge scenario \"A1\": its limits \"p95 < 35 ms\" in \"" + one
                        + "\" and \"p95 < 40 ms\" in \"" + two + "\" differ; measure the same on each machine");
    }

    @Test
    void merge_scenarioMissingOnOneMachine_isRefused() {
        Path one = write("one", Samples.mixed());
        Path two = write("two", run(measured(100, 10, Samples.STARTED), P95));

        for (List<Path> order : List.of(List.of(one, two), List.of(two, one))) {
            assertThatExceptionOfType(ReportException.class)
                    .isThrownBy(() -> MergeReports.merge(order))
                    .withMessageContaining("is not in \"" + two + "\"; measure the same scenarios on each machine");
        }
    }

    @Test
    void merge_histogramsLost_isRefused() throws Exception {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), P95));
        Path two = write("two", run(measured(100, 10, Samples.STARTED), P95));
        Files.delete(two.resolve("histograms").resolve("A1.hlog"));

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> MergeReports.merge(List.of(one, two)))
                .withMessageStartingWith("cannot read the histograms")
                .withMessageEndingWith("keep the folder histograms beside report.json");
    }

    @Test
    void merge_histogramsOfAnotherRun_isRefused() throws Exception {
        Path one = write("one", run(measured(100, 10, Samples.STARTED), P95));
        Path two = write("two", run(measured(101, 10, Samples.STARTED), P95));
        Path file = Path.of("histograms", "A1.hlog");
        Files.write(two.resolve(file), Files.readAllBytes(one.resolve(file)));

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> MergeReports.merge(List.of(one, two)))
                .withMessageContaining("is missing or of another run");
    }

    @Test
    void merge_reportOfAnotherVersion_isRefused() throws Exception {
        Path one = write("one", Samples.mixed());
        Files.writeString(one.resolve("report.json"), "{\"schema\":1}");

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> MergeReports.merge(List.of(one, one)))
                .withMessageContaining("it is of version 1, and this kit reads 3");
    }

    @Test
    void merge_everyKindOfScenario_isWritten() throws Exception {
        Path one = write("a/report", Demo.run(20));
        Path two = write("b/report", Demo.run(20));
        Path out = temp.resolve("out");

        ExitCode code = MergeReports.run(one.toString(), two.toString(), "-o", out.toString());

        assertThat(code).isEqualTo(ExitCode.FAIL);
        assertThat(out.resolve("report.html")).content().contains("on report 2", "2, merged");
        assertThat(MergeReports.merge(List.of(out, out)).scenarios()).hasSize(20);
    }

    @Test
    void merge_countersAndMixes_areAddedUpAndJudgedAgain() throws Exception {
        Path one = write("one", Samples.run(Samples.scenario("K1", "audit", "mix", Exhibits.mix(40))));
        Path two = write("two", Samples.run(Samples.scenario("K1", "audit", "mix", Exhibits.mix(140))));

        ScenarioReport merged =
                MergeReports.merge(List.of(one, two)).scenarios().get(0);

        Part all = merged.parts().get(0);
        Measurement measurement = Objects.requireNonNull(all.measurement());
        assertThat(measurement.counts())
                .containsOnlyKeys("statements", "connections-out")
                .containsEntry("statements", new Count(600, 200));
        assertThat(measurement.samples()).isEqualTo(200);
        assertThat(measurement.operations()).containsOnlyKeys("read", "write");
        assertThat(measurement.operation("read").samples()).isEqualTo(180);
        assertThat(measurement.operation("write").mean()).isEqualTo(Duration.ofMillis(30));
        assertThat(measurement.gc().pauses()).isEqualTo(6);
        assertThat(measurement.gc().longestPause()).contains(Duration.ofMillis(7));
        assertThat(all.finding(Metric.perOperation("statements")))
                .hasValueSatisfying(
                        finding -> assertThat(finding.figure().samples()).isEqualTo(200));
        // In all is what one machine may do.
        assertThat(all.finding(Metric.inAll("connections-out"))).isEmpty();
        assertThat(merged.parts().get(2).finding(Metric.inAll("connections-out")))
                .isPresent();
        assertThat(merged.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void merge_eachMachine_keepsItsMachineAndItsWarmUp() throws Exception {
        Path one = write("one", Samples.run(Samples.scenario("K1", "audit", "mix", Exhibits.mix(40))));

        ScenarioReport merged =
                MergeReports.merge(List.of(one, one)).scenarios().get(0);

        Measurement alone = Objects.requireNonNull(merged.parts().get(1).measurement());
        assertThat(alone.machine()).isEqualTo(Exhibits.disturbed());
        assertThat(alone.warmUp().operations()).isEqualTo(500);
        assertThat(alone.operation("write").samples()).isEqualTo(10);
        assertThat(alone.counts()).containsEntry("statements", new Count(150, 50));
    }

    @Test
    void merge_otherCounters_isRefused() throws Exception {
        Path one = write("one", Samples.run(Samples.scenario("K1", "audit", "mix", Exhibits.mix(40))));
        Path two = write("two", Samples.run(Samples.scenario("K1", "audit", "mix", Exhibits.mix(40))));
        Path json = two.resolve("report.json");
        Files.writeString(json, Files.readString(json).replace("\"connections-out\" :", "\"rows\" :"));

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> MergeReports.merge(List.of(one, two)))
                .withMessageContaining("its counters \"statements, connections-out\"")
                .withMessageContaining("\"statements, rows\"");
    }

    @Test
    void merge_whatIsNotMerged_staysWithItsMachine() {
        Path one = write("one", Exhibits.run());
        Path two = write("two", Exhibits.run());

        List<ScenarioReport> merged = MergeReports.merge(List.of(one, two)).scenarios();

        assertThat(part(merged, 1, "8 users on two").scaling())
                .isEqualTo(Exhibits.measurement(0.004, 1, 2, 4, 8).curve());
        assertThat(part(merged, 1, "8 users on one").finding(Metric.EFFICIENCY)).isPresent();
        assertThat(Objects.requireNonNull(
                                part(merged, 2, "during the fault on two").brokenUse())
                        .failed())
                .isEqualTo(38);
        assertThat(part(merged, 3, "on one").comparison())
                .isEqualTo(Exhibits.looks().comparison());
        assertThat(part(merged, 4, "on two").comparison())
                .isEqualTo(Exhibits.loads().comparison());
        assertThat(part(merged, 5, "on two").memory()).isEqualTo(Samples.memory());
        assertThat(part(merged, 5, "on two").finding(Metric.LEAK)).isPresent();
    }

    @Test
    void merge_mergedOnceMore_losesNothing() {
        Path one = write("one", Exhibits.run());
        Path two = write("two", Exhibits.run());
        RunReport once = MergeReports.merge(List.of(one, two));
        Path out = write("out", once);

        List<ScenarioReport> twice = MergeReports.merge(List.of(out, out)).scenarios();

        assertThat(part(twice, 1, "8 users on two on out").scaling()).isNotNull();
        assertThat(part(twice, 5, "on one on out 2").memory()).isEqualTo(Samples.memory());
    }

    private static Part part(List<ScenarioReport> scenarios, int scenario, String label) {
        return scenarios.get(scenario).parts().stream()
                .filter(part -> part.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void run_wrongArguments_isAnError() {
        assertThat(MergeReports.run()).isEqualTo(ExitCode.ERROR);
        assertThat(MergeReports.run("a", "-o")).isEqualTo(ExitCode.ERROR);
        assertThat(MergeReports.run(temp.toString(), temp.toString(), "-o", temp.toString()))
                .isEqualTo(ExitCode.ERROR);
    }

    private Path write(String name, RunReport report) {
        Path folder = temp.resolve(name);
        ReportFolder.open(folder).write(report);
        return folder;
    }

    private static RunReport run(Measurement measurement, Limit... limits) {
        Part part =
                new Part("", measurement, null, Judge.judge(measurement, limits).findings(), List.of());
        return Samples.run(Samples.scenario("A1", "audit", "event creation", part));
    }

    private static RunReport run(Measurement measurement, Finding finding) {
        Part part = new Part("", measurement, null, List.of(finding), List.of());
        return Samples.run(Samples.scenario("A1", "audit", "event creation", part));
    }

    private static RunReport memory(int errors) {
        List<MemoryTrend.Cycle> cycles = new ArrayList<>(Samples.memory().cycles());
        MemoryTrend.Cycle last = cycles.remove(cycles.size() - 1);
        cycles.add(new MemoryTrend.Cycle(
                last.index(), last.offset(), last.operations(), errors, last.heapBytes(), last.residentBytes()));
        MemoryTrend trend = new MemoryTrend("M5", 5, Samples.STARTED, Duration.ofSeconds(10), cycles, 2, List.of());
        Limit limit = Limit.below(Metric.HEAP_GROWTH, 50 * 1048576.0);
        Part part = new Part("", null, trend, Judge.judge(trend, limit).findings(), List.of());
        return Samples.run(Samples.scenario("M5", "monitoring", "memory", part));
    }

    private static RunReport withOwn(Limit limit, int value) {
        Measurement measurement = measured(100, 10, Samples.STARTED);
        List<Finding> findings = new ArrayList<>(Judge.judge(measurement, P95).findings());
        findings.add(Judge.judge(Figure.exact(limit.metric(), value, 100), limit));
        Part part = new Part("", measurement, null, findings, List.of());
        return Samples.run(Samples.scenario("M3", "monitoring", "checks", part));
    }

    private static Measurement measured(int operations, int millis, Instant start) {
        return measured(operations, millis, start, Double.NaN);
    }

    private static Measurement measured(int operations, int millis, Instant start, double cpuShare) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < operations; i++) {
            recorder.record((i + 1L) * millis * 1_000_000, millis * 1_000_000L);
        }
        return Measurement.of("A1")
                .add(recorder)
                .users(1, false)
                .time(start, Duration.ofMillis((long) operations * millis))
                .cpuShare(cpuShare)
                .build();
    }
}
