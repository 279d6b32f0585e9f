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
import io.leadfactory.perf.measure.Measurement;
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
                .withMessageContaining("it is of version 1, and this kit reads 2");
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

    private static RunReport withOwn(Limit limit, int value) {
        Measurement measurement = measured(100, 10, Samples.STARTED);
        List<Finding> findings = new ArrayList<>(Judge.judge(measurement, P95).findings());
        findings.add(Judge.judge(Figure.exact(limit.metric(), value, 100), limit));
        Part part = new Part("", measurement, null, findings, List.of());
        return Samples.run(Samples.scenario("M3", "monitoring", "checks", part));
    }

    private static Measurement measured(int operations, int millis, Instant start) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < operations; i++) {
            recorder.record((i + 1L) * millis * 1_000_000, millis * 1_000_000L);
        }
        return Measurement.of("A1")
                .add(recorder)
                .users(1, false)
                .time(start, Duration.ofMillis((long) operations * millis))
                .build();
    }
}
