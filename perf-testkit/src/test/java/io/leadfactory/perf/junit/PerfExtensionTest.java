package io.leadfactory.perf.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.ScalingCurve;
import io.leadfactory.perf.report.Part;
import io.leadfactory.perf.report.RunReport;
import io.leadfactory.perf.report.ScenarioReport;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

class PerfExtensionTest {
    private final List<RunReport> reports = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void perfTest_limitsHold_passesAndReportsOnce() {
        EngineExecutionResults results =
                run(SamplePerfTests.AuditPerformance.class, SamplePerfTests.BulkPerformance.class);

        results.testEvents().assertStatistics(tests -> tests.started(3).succeeded(3));
        assertThat(reports).hasSize(1);
        RunReport report = reports.get(0);
        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.groups()).containsExactly(Map.entry("audit", "Audit"));
        assertThat(report.scenarios()).extracting(ScenarioReport::id).containsExactly("A1", "A2");
        assertThat(report.scenarios().get(0).samples()).isEqualTo(400);
        assertThat(report.scenarios().get(1).parts().get(0).notes()).containsExactly("ten events in one call");
        assertThat(report.environment().entries())
                .containsEntry("hibernate", "7.4")
                .containsKey("jdk");
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(folder.resolve("report.json")).isNotEmptyFile();
        assertThat(folder.resolve("report.md")).isNotEmptyFile();
    }

    @Test
    void perfTest_severalLimitsMissed_tellsAll() {
        EngineExecutionResults results = run(SamplePerfTests.Misses.class);

        assertThat(failure(results, "missesTwo"))
                .isInstanceOf(MultipleFailuresError.class)
                .hasMessageContaining("M10 two limits is FAIL")
                .hasMessageContaining("M10 lost events 3 is 3 above the limit <= 0")
                .hasMessageContaining("M10 throughput 120 /s is 30 /s (20.0 %) below the limit > 150 /s");
        assertThat(failure(results, "missesOne"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected lost events at most")
                .hasMessageContaining("M2 one limit");
        assertThat(reports.get(0).scenarios())
                .as("in the order of their numbers")
                .extracting(ScenarioReport::id)
                .containsExactly("M2", "M10");
        assertThat(reports.get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void perfTest_inconclusive_failsByDefault() {
        EngineExecutionResults results = run(SamplePerfTests.Doubts.class);

        results.testEvents().assertStatistics(tests -> tests.failed(3).succeeded(0));
        assertThat(failure(results, "judgesNothing")).hasMessageContaining("D2 nothing judged: nothing was judged");
        assertThat(failure(results, "restsOnNothing")).hasMessageContaining("no samples");
        assertThat(reports.get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void perfTest_inconclusiveWithAbort_isAborted() {
        EngineExecutionResults results = run("perf.inconclusive", "abort", SamplePerfTests.Doubts.class);

        results.testEvents()
                .assertStatistics(tests -> tests.aborted(3).succeeded(0).failed(0));
        assertThat(failure(results, "knowsNoFigure"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("D1 lost events is inconclusive: the figure is unknown");
    }

    @Test
    void perfTest_throws_isReportedAsFailed() {
        EngineExecutionResults results = run(SamplePerfTests.Breaks.class);

        assertThat(failure(results, "throwsLater")).hasMessage("the table is missing");
        ScenarioReport broken = reports.get(0).scenarios().get(0);
        assertThat(broken.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(broken.failure()).startsWith("java.lang.IllegalStateException: the table is missing\n");
        ScenarioReport assumed = reports.get(0).scenarios().get(1);
        assertThat(assumed.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(assumed.shortfalls()).containsExactly("B2 assumes: nothing was judged, aborted: no such database");
    }

    @Test
    void perfTest_setUpThrows_isReportedAsFailed() {
        run(SamplePerfTests.BrokenSetUp.class, SamplePerfTests.BrokenClass.class);

        assertThat(reports.get(0).scenarios()).extracting(ScenarioReport::id).containsExactly("B3", "B4");
        assertThat(reports.get(0).count(Verdict.FAIL)).isEqualTo(2);
        assertThat(reports.get(0).groups()).containsEntry("broken", "Broken");
    }

    @Test
    void perfTest_breaksOutsideItsRun_isReportedAsFailed() {
        run(
                SamplePerfTests.BrokenOuterClass.class,
                SamplePerfTests.BrokenConstructor.class,
                SamplePerfTests.BrokenBefore.class,
                SamplePerfTests.BrokenAfter.class,
                SamplePerfTests.BrokenTearDown.class);

        RunReport report = reports.get(0);
        assertThat(report.scenarios()).extracting(ScenarioReport::id).containsExactly("B5", "B6", "B7", "B8", "B9");
        assertThat(report.count(Verdict.FAIL)).isEqualTo(5);
        assertThat(report.scenarios().get(1).shortfalls())
                .containsExactly("B6 is never made broke off: java.lang.IllegalStateException: cannot be made");
        assertThat(report.scenarios().get(3).parts())
                .as("what was measured is kept")
                .hasSize(1);
        assertThat(report.groups()).containsEntry("nested", "Nested");
    }

    @Test
    void perfTest_skipped_isInconclusiveAndNeverGreen() {
        EngineExecutionResults results = run(SamplePerfTests.Skips.class);

        results.testEvents()
                .assertStatistics(tests -> tests.skipped(1).failed(2).aborted(0).succeeded(0));
        List<ScenarioReport> scenarios = reports.get(0).scenarios();
        assertThat(scenarios).extracting(ScenarioReport::id).containsExactly("K1", "K2", "K3");
        assertThat(scenarios)
                .extracting(ScenarioReport::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, Verdict.FAIL);
        assertThat(scenarios.get(0).shortfalls()).containsExactly("K1 disabled: nothing was judged, disabled: flaky");
        assertThat(scenarios.get(1).shortfalls())
                .containsExactly("K2 aborted after a pass: nothing was judged, aborted: second half needs a network");
        assertThat(failure(results, "abortsAfterPass")).isInstanceOf(AssertionError.class);
        assertThat(failure(results, "abortsAfterFailure")).hasMessageContaining("expected lost events at most");
    }

    @Test
    void perfTest_skippedWithAbort_isAbortedUnlessALimitWasMissed() {
        EngineExecutionResults results = run("perf.inconclusive", "abort", SamplePerfTests.Skips.class);

        results.testEvents()
                .assertStatistics(tests -> tests.skipped(1).aborted(1).failed(1));
        assertThat(reports.get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void perfTest_shownMeasurementWithErrors_fails() {
        EngineExecutionResults results = run(SamplePerfTests.ShowsErrors.class);

        assertThat(failure(results, "shows")).hasMessageContaining("E2 reference errors 1 is 1 above the limit <= 0");
        assertThat(reports.get(0).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void plan_scenarioNotReached_isInconclusive() {
        run("test.plan", "A1 A2 A9", SamplePerfTests.AuditPerformance.class, SamplePerfTests.BulkPerformance.class);

        RunReport report = reports.get(0);
        assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(report.scenarios().get(2).shortfalls())
                .containsExactly("A9 not reached: nothing was judged, it was planned, but no test of this id was run");
    }

    @Test
    void sink_throws_failsTheRunAfterTheOthersHaveTheReport() {
        RunReportSink.Registration broken = RunReportSink.register(report -> {
            throw new IllegalStateException("archive is gone");
        });
        EngineExecutionResults results;
        try (broken) {
            results = run(SamplePerfTests.BulkPerformance.class);
        }

        assertThat(reports).hasSize(1);
        assertThat(results.containerEvents().failed().stream()
                        .map(PerfExtensionTest::thrown)
                        .flatMap(Optional::stream))
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("archive is gone"));
    }

    @Test
    void ids_anyMixture_haveATotalOrder() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder id = new StringBuilder();
            for (int length = 1 + random.nextInt(4); length > 0; length--) {
                id.append("A1x02".charAt(random.nextInt(5)));
            }
            ids.add(id.toString());
        }
        for (String one : ids) {
            for (String other : ids.subList(0, 60)) {
                for (String third : ids.subList(60, 120)) {
                    if (RunCollector.compareIds(one, other) < 0 && RunCollector.compareIds(other, third) < 0) {
                        assertThat(RunCollector.compareIds(one, third))
                                .as("seed %d: %s, %s, %s", seed, one, other, third)
                                .isNegative();
                    }
                }
            }
        }
        assertThat(Stream.of("A10", "B1", "A2", "A").sorted(RunCollector::compareIds))
                .containsExactly("A", "A2", "A10", "B1");
    }

    @Test
    void perfTest_idUsedTwice_isRefused() {
        EngineExecutionResults results = run(SamplePerfTests.SameId.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
        assertThat(results.testEvents().failed().stream()
                        .map(PerfExtensionTest::thrown)
                        .flatMap(Optional::stream))
                .singleElement()
                .asString()
                .contains("scenario id \"S1\" is used twice in this run: give each @PerfTest an id of its own");
        assertThat(reports.get(0).scenarios()).hasSize(1);
        assertThat(reports.get(0).verdict())
                .as("one of the two was not measured")
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void perfTest_parallelRun_isAlone() {
        SamplePerfTests.Alone.MOST.set(0);
        EngineExecutionResults results = execute(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SamplePerfTests.Alone.class), selectClass(SamplePerfTests.Neighbour.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("perf.report", folder.toString()));

        results.testEvents().assertStatistics(tests -> tests.succeeded(3));
        assertThat(SamplePerfTests.Alone.MOST).hasValue(1);
    }

    @Test
    void perfTest_folderUnwritable_failsBeforeMeasuring() throws Exception {
        Path file = Files.createFile(folder.resolve("taken"));

        EngineExecutionResults results = execute(EngineTestKit.engine("junit-jupiter")
                .selectors(
                        selectMethod(SamplePerfTests.AuditPerformance.class, "createsEvents", PerfRun.class.getName()))
                .configurationParameter("perf.report", file.toString()));

        assertThat(failure(results, "createsEvents"))
                .hasMessageContaining("cannot write reports into folder \"" + file + "\": a file is in its place");
        assertThat(reports).isEmpty();
    }

    @Test
    void settings_unknownChoice_isRefused() {
        EngineExecutionResults results = run("perf.inconclusive", "ignore", SamplePerfTests.Doubts.class);

        assertThat(failure(results, "knowsNoFigure"))
                .hasMessageContaining("perf.inconclusive must be \"fail\" or \"abort\": \"ignore\"");
    }

    @Test
    void runOf_ordinaryTest_isRefused() {
        EngineExecutionResults results = run(SamplePerfTests.AsksForItsRun.class);

        assertThat(failure(results, "ordinary"))
                .hasMessage("there is no run: \"ordinary()\" is no @PerfTest method, or it has not begun");
        results.testEvents().assertStatistics(tests -> tests.succeeded(1).failed(1));
    }

    @Test
    void settings_folderNone_writesNoFile() {
        execute(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SamplePerfTests.AuditPerformance.class))
                .configurationParameter("perf.report", "none"));

        assertThat(reports).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tests_ofTagPerformance_areScenariosAlone() {
        EngineExecutionResults results = execute(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(SamplePerfTests.BulkPerformance.class))
                .filters(TagFilter.includeTags("performance"))
                .configurationParameter("perf.report", folder.toString()));

        results.testEvents().assertStatistics(tests -> tests.started(1));
    }

    @Test
    void measured_bodyIsTheOperation_isCalledOnceMoreThanMeasured() {
        EngineExecutionResults results = run(SamplePerfTests.ParserPerformance.class);

        results.testEvents().assertStatistics(tests -> tests.succeeded(1));
        ScenarioReport report = reports.get(0).scenarios().get(0);
        assertThat(report.samples()).isEqualTo(2_000);
        assertThat(report.parts().get(0).findings())
                .extracting(finding -> finding.limit().render())
                .containsExactly("< 5 s", ">= 1 /s", "< 5 s", "<= 0");
    }

    @Test
    void limits_declared_areJudgedOrRefusedLoudly() {
        SamplePerfTests.Declarations.CALLS.set(0);
        EngineExecutionResults results = run(SamplePerfTests.Declarations.class);

        assertThat(failure(results, "measuresItself"))
                .hasMessageContaining("expected max below: 1 ns")
                .hasMessageContaining("report            : " + folder.resolve("report.html"));
        assertThat(failure(results, "breaksAfterItsFirstCall"))
                .hasStackTraceContaining("mend the first error, whose stack is this failure's cause:")
                .hasStackTraceContaining("java.lang.IllegalStateException: only once");
        assertThat(failure(results, "hasNoUnit"))
                .hasMessage(
                        "@Limits of hasNoUnit: p95 must be a time with its unit, as \"35 ms\", \"800 us\", \"1.5 s\""
                                + " or \"2 min\": \"35\"");
        assertThat(failure(results, "hasNoMetric"))
                .hasMessageStartingWith(
                        "@Limits of hasNoMetric: unknown metric \"p95th\" in the limit \"p95th < 35 ms\":"
                                + " known are percentiles as p95 or p99.9, allocated, degradation, efficiency, elapsed,"
                                + " errors,");
        assertThat(failure(results, "measuresNothing"))
                .hasMessage("@Limits of D6 nothing measured found nothing to judge: measure by the PerfRun, or make the"
                        + " body the operation by @Measured");
        assertThat(failure(results, "takesItsRun"))
                .hasMessageStartingWith("@Measured is for a method without parameters and result");
        assertThat(failure(results, "hasNoLimits"))
                .hasMessageStartingWith("@Measured needs @Limits beside it, or nothing would be judged");
        results.testEvents().assertStatistics(tests -> tests.started(7).failed(7));
    }

    @Test
    void measured_sweep_hasARowForEachLevelAndIsJudgedAtTheHighest() throws Exception {
        EngineExecutionResults results = run("perf.warmup", "none", SamplePerfTests.ScalingPerformance.class);

        results.testEvents().assertStatistics(tests -> tests.started(2).succeeded(2));
        List<Part> declared = reports.get(0).scenarios().get(0).parts();
        assertThat(declared).extracting(Part::label).containsExactly("1 user", "2 users", "3 users", "4 users");
        assertThat(declared.get(3).finding(Metric.EFFICIENCY)).isPresent();
        assertThat(declared.get(3).finding(Metric.P95)).isPresent();
        assertThat(declared.get(0).findings()).isEmpty();
        ScalingCurve curve = Objects.requireNonNull(declared.get(3).scaling());
        assertThat(curve.law()).isPresent();
        assertThat(curve.points()).hasSize(4);
        List<Part> byHand = reports.get(0).scenarios().get(1).parts();
        assertThat(byHand).extracting(Part::label).containsExactly("service, 1 user", "service, 2 users");
        assertThat(byHand.get(1).findings())
                .extracting(finding -> finding.limit().metric())
                .containsExactly(Metric.RAW_DEGRADATION, Metric.EFFICIENCY);
        assertThat(folder.resolve("report.html")).content().contains("data-kind=\"law\"");
        assertFitsTheSchema();
    }

    @Test
    void sweep_limitsMissed_failInTheRowsOfTheirLevels() {
        EngineExecutionResults results = run("perf.warmup", "none", SamplePerfTests.SweptTwice.class);

        assertThat(failure(results, "missesAtEachLevel"))
                .isInstanceOf(MultipleFailuresError.class)
                .hasMessageContaining("S3 2 users scaling efficiency ")
                .hasMessageContaining("S3 1 user scaling efficiency ")
                .hasMessageContaining("S3 again, 2 users max ");
        assertThat(failure(results, "hasBoth"))
                .hasMessage("@Measured has users or a sweep over several numbers of users, not both: hasBoth; take away"
                        + " users");
        assertThat(failure(results, "doesNotAscend")).hasMessage("users of a sweep must ascend: [2, 1]");
        assertThat(failure(results, "scalesNothing"))
                .hasMessage("a limit on degradation needs several numbers of users: scalesNothing; state"
                        + " @Measured(sweep = {1, 2, 4, 8})");
        assertThat(failure(results, "hasRoundsAlone"))
                .hasMessage("rounds of @Measured are those of a sweep: hasRoundsAlone; state sweep = {1, 2, 4, 8}, or"
                        + " take away rounds");
        results.testEvents().assertStatistics(tests -> tests.started(5).failed(5));
    }

    @Test
    void run_comparisonBystanderAndSoak_areAssertedAndReported() throws Exception {
        EngineExecutionResults results = run(SamplePerfTests.ComparedAndIsolated.class);

        assertThat(failure(results, "comparesBySentences")).hasMessageContaining("expected overhead ratio at most");
        results.testEvents()
                .assertStatistics(tests -> tests.started(3).succeeded(2).failed(1));
        List<ScenarioReport> scenarios = reports.get(0).scenarios();
        Part pairs = scenarios.get(0).parts().get(0);
        assertThat(pairs.label()).isEqualTo("pairs");
        assertThat(pairs.comparison()).isNotNull();
        assertThat(pairs.findings()).hasSize(2);
        assertThat(scenarios.get(1).parts())
                .extracting(Part::label)
                .containsExactly("before the fault", "during the fault", "after the fault");
        assertThat(scenarios.get(1).parts()).allSatisfy(part -> {
            assertThat(part.samples()).isEqualTo(100);
            assertThat(part.verdict()).contains(Verdict.PASS);
        });
        Part soak = scenarios.get(2).parts().get(0);
        assertThat(soak.memory()).isNotNull();
        assertThat(Objects.requireNonNull(soak.measurement()).samples()).isPositive();
        assertFitsTheSchema();
    }

    private void assertFitsTheSchema() throws Exception {
        try (InputStream schema = Part.class.getResourceAsStream("report.schema.json")) {
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(
                                    new String(Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8))
                            .validate(Files.readString(folder.resolve("report.json")), InputFormat.JSON))
                    .isEmpty();
        }
    }

    @Test
    void judge_comparison_arrivesWithItsPairs() {
        run(SamplePerfTests.Comparisons.class);

        assertThat(reports.get(0).scenarios().get(0).parts())
                .singleElement()
                .satisfies(part -> assertThat(part.comparison()).isEqualTo(SamplePerfTests.Comparisons.PAIRS))
                .satisfies(part -> assertThat(part.samples()).isEqualTo(100));
    }

    @Test
    void limits_twoMeasurementsOfOneName_areTwoRows() {
        run(SamplePerfTests.Comparisons.class);

        assertThat(reports.get(0).scenarios().get(1).parts())
                .extracting(Part::label)
                .containsExactly("C2", "C2 2");
    }

    @Test
    void assertThat_ofTheRun_decidesAtTheEndWithTheSettingsOfTheRun() {
        EngineExecutionResults results = run("perf.duration", "20 ms", SamplePerfTests.Sentences.class);

        assertThat(failure(results, "assertsSoftly"))
                .isInstanceOf(MultipleFailuresError.class)
                .hasMessageContaining("Z1 sentences is FAIL");
        ScenarioReport report = reports.get(0).scenarios().get(0);
        assertThat(report.parts()).hasSize(2);
        assertThat(report.parts().get(0).findings()).hasSize(2);
        assertThat(reports.get(0).environment().entries().get("settings")).contains("duration=20 ms (default 1 s)");
    }

    @Test
    void evidence_onFailure_isGatheredOnceAndTold() {
        EngineExecutionResults results = run("perf.evidence", "on-failure", SamplePerfTests.FailsAndHangs.class);

        assertThat(failure(results, "fails"))
                .isInstanceOf(MultipleFailuresError.class)
                .hasMessageContaining("evidence: facts in " + Path.of("evidence", "f1-sleep.facts.txt"));
        assertThat(folder.resolve("evidence").resolve("f1-sleep.facts.txt"))
                .content()
                .contains("first run:", "F1 sleep");
        assertThat(folder.resolve("evidence").resolve("f1-sleep-2.facts.txt")).doesNotExist();
        assertThat(folder.resolve("evidence").resolve("f2-wait.threads.txt"))
                .content()
                .contains("perf-user-0");
        assertThat(folder.resolve("evidence").resolve("f4-cycle.threads.txt")).isNotEmptyFile();
        assertThat(folder.resolve("report.html")).content().doesNotContain("evidence: facts in " + folder);
        assertThat(reports.get(0).scenarios())
                .extracting(ScenarioReport::verdict)
                .containsOnly(Verdict.FAIL);
        assertThat(reports.get(0).scenarios().get(0).parts().get(0).notes())
                .anyMatch(note -> note.startsWith("evidence: facts in "));
        assertThat(failure(results, "races")).hasMessageContaining("the invariant does not hold, in round 1");
    }

    @Test
    void evidence_byDefault_isNotGathered() {
        run(SamplePerfTests.FailsAndHangs.class);

        assertThat(folder.resolve("evidence")).doesNotExist();
    }

    private EngineExecutionResults run(Class<?>... types) {
        return run("perf.colour", "false", types);
    }

    private EngineExecutionResults run(String setting, String value, Class<?>... types) {
        return execute(EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(types)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(DiscoverySelector[]::new))
                .configurationParameter("perf.report", folder.toString())
                .configurationParameter(setting, value));
    }

    private EngineExecutionResults execute(EngineTestKit.Builder builder) {
        RunReportSink.Registration registration = RunReportSink.register(reports::add);
        try {
            return builder.configurationParameter("perf.tables", "false")
                    .configurationParameter("perf.progress", "false")
                    .execute();
        } finally {
            registration.close();
        }
    }

    private static Throwable failure(EngineExecutionResults results, String method) {
        return results.testEvents()
                .finished()
                .filter(event -> event.getTestDescriptor().getDisplayName().startsWith(method))
                .map(PerfExtensionTest::thrown)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static Optional<Throwable> thrown(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class).getThrowable();
    }
}
