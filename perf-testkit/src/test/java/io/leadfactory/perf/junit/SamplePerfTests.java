package io.leadfactory.perf.junit;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.define.Race;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Sweep;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Unit;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.IsolationMeasurement;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.Recorder;
import io.leadfactory.perf.measure.SoakMeasurement;
import io.leadfactory.perf.measure.SweepMeasurement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Performance tests that {@link PerfExtensionTest} runs in an engine of its own; a build does not find them here. */
final class SamplePerfTests {
    private static final Metric LOST = new Metric("lost", "lost events", Unit.COUNT);

    private SamplePerfTests() {}

    // readme:junit
    @PerfGroup(id = "audit", title = "Audit")
    static class AuditPerformance {

        @PerfTest(id = "A1", title = "event creation")
        void createsEvents(PerfRun run) {
            Measurement measurement = run.measure(Scenario.named("A1 event creation")
                    .operation(() -> new CRC32().update(new byte[1024]))
                    .users(2)
                    .warmUp(WarmUp.iterations(100))
                    .iterations(400)
                    .build());
            run.judge(measurement, Limit.below(Metric.MEAN, Duration.ofSeconds(5)), Limit.atMost(Metric.ERRORS, 0));
        }
    }
    // end:junit

    @PerfGroup(id = "audit", title = "Audit")
    static class BulkPerformance {

        @PerfTest(id = "A2", title = "bulk")
        void recordsInBulk(PerfRun run) {
            run.note("ten events in one call");
            run.judge("10 events", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
            run.environment("hibernate", "7.4");
        }

        @Test
        void isNoScenario() {}
    }

    static class Misses {
        @PerfTest(id = "M10", title = "two limits", group = "misses")
        void missesTwo(PerfRun run) {
            Verdict first = run.judge("", Figure.exact(LOST, 3, 70), Limit.atMost(LOST, 0));
            Assertions.assertThat(first).isEqualTo(Verdict.FAIL);
            run.judge("", Figure.exact(Metric.THROUGHPUT, 120, 70), Limit.above(Metric.THROUGHPUT, 150));
        }

        @PerfTest(id = "M2", title = "one limit", group = "misses")
        void missesOne(PerfRun run) {
            run.judge("", Figure.exact(LOST, 3, 70), Limit.atMost(LOST, 0));
        }
    }

    static class Doubts {
        @PerfTest(id = "D1", title = "figure unknown")
        void knowsNoFigure(PerfRun run) {
            run.judge("", Figure.exact(LOST, Double.NaN, 0), Limit.atMost(LOST, 0));
        }

        @PerfTest(id = "D2", title = "nothing judged")
        void judgesNothing(PerfRun run) {
            run.show("reference", run.measure(quick("D2")));
        }

        @PerfTest(id = "D3", title = "no samples")
        void restsOnNothing(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 0), Limit.atMost(LOST, 0));
        }
    }

    static class Breaks {
        @PerfTest(id = "B1", title = "throws after a pass")
        void throwsLater(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
            throw new IllegalStateException("the table is missing");
        }

        @PerfTest(id = "B2", title = "assumes")
        void assumes(PerfRun run) {
            Assumptions.abort("no such database");
        }
    }

    static class BrokenSetUp {
        @BeforeEach
        void open() {
            throw new IllegalStateException("cannot open");
        }

        @PerfTest(id = "B3", title = "never begins")
        void neverBegins(PerfRun run) {}
    }

    @PerfGroup(id = "broken", title = "Broken")
    static class BrokenClass {
        @BeforeAll
        static void open() {
            Assertions.fail("no database");
        }

        @PerfTest(id = "B4", title = "never begins either")
        void neverBegins(PerfRun run) {}
    }

    @PerfGroup(id = "nested", title = "Nested")
    static class BrokenOuterClass {
        @BeforeAll
        static void open() {
            Assertions.fail("no database");
        }

        @Nested
        class Inner {
            @PerfTest(id = "B5", title = "never begins inside")
            void neverBegins(PerfRun run) {}
        }
    }

    static class BrokenConstructor {
        BrokenConstructor() {
            throw new IllegalStateException("cannot be made");
        }

        @PerfTest(id = "B6", title = "is never made")
        void neverBegins(PerfRun run) {}
    }

    static final class BreaksBefore implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            throw new IllegalStateException("no connection");
        }
    }

    @ExtendWith(BreaksBefore.class)
    static class BrokenBefore {
        @PerfTest(id = "B7", title = "another extension breaks first")
        void neverBegins(PerfRun run) {}
    }

    static final class BreaksAfter implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            throw new IllegalStateException("the ledger does not add up");
        }
    }

    @ExtendWith(BreaksAfter.class)
    static class BrokenAfter {
        @PerfTest(id = "B8", title = "another extension finds out afterwards")
        void passes(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
        }
    }

    @PerfGroup(id = "closing", title = "Closing")
    static class BrokenTearDown {
        @AfterAll
        static void close() {
            Assertions.fail("events are missing");
        }

        @PerfTest(id = "B9", title = "the class cannot be closed")
        void passes(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
        }
    }

    static class Skips {
        @Disabled("flaky")
        @PerfTest(id = "K1", title = "disabled")
        void disabled(PerfRun run) {}

        @PerfTest(id = "K2", title = "aborted after a pass")
        void abortsAfterPass(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
            Assumptions.abort("second half needs a network");
        }

        @PerfTest(id = "K3", title = "aborted after a failure")
        void abortsAfterFailure(PerfRun run) {
            run.judge("", Figure.exact(LOST, 3, 70), Limit.atMost(LOST, 0));
            Assumptions.abort("never mind");
        }
    }

    static class ShowsErrors {
        @PerfTest(id = "E2", title = "a reference that fails")
        void shows(PerfRun run) {
            run.show(
                    "reference",
                    run.measure(Scenario.named("reference")
                            .operation(user -> {
                                if (user.iteration() == 3) {
                                    throw new IllegalStateException("lost");
                                }
                            })
                            .warmUp(WarmUp.none())
                            .iterations(10)
                            .build()));
            run.judge("ratio", Figure.exact(Metric.OVERHEAD, 1, 70), Limit.below(Metric.OVERHEAD, 2));
        }
    }

    static class SameId {
        @PerfTest(id = "S1", title = "first")
        void first(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
        }

        @PerfTest(id = "S1", title = "second")
        void second(PerfRun run) {
            run.judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
        }
    }

    static class Alone {
        static final AtomicInteger ACTIVE = new AtomicInteger();
        static final AtomicInteger MOST = new AtomicInteger();

        @PerfTest(id = "P1", title = "first")
        void first(PerfRun run) {
            work(run);
        }

        @PerfTest(id = "P2", title = "second")
        void second(PerfRun run) {
            work(run);
        }

        private static void work(PerfRun run) {
            MOST.accumulateAndGet(ACTIVE.incrementAndGet(), Math::max);
            Measurement measurement = run.measure(quick("P"));
            run.judge(
                    "",
                    Figure.exact(LOST, (double) measurement.errors(), measurement.samples()),
                    Limit.atMost(LOST, 0));
            ACTIVE.decrementAndGet();
        }
    }

    @PerfGroup(id = "own", title = "Own extension")
    @ExtendWith(AsksForItsRun.Asking.class)
    static class AsksForItsRun {
        static final class Asking implements BeforeTestExecutionCallback {
            @Override
            public void beforeTestExecution(ExtensionContext context) {
                PerfExtension.runOf(context).judge("", Figure.exact(LOST, 0, 70), Limit.atMost(LOST, 0));
            }
        }

        @PerfTest(id = "E1", title = "judged by an extension")
        void judged() {}

        @Test
        void ordinary() {}
    }

    static class Neighbour {
        @Test
        void ordinary() {
            Alone.MOST.accumulateAndGet(Alone.ACTIVE.incrementAndGet(), Math::max);
            Alone.ACTIVE.decrementAndGet();
        }
    }

    private static Scenario quick(String name) {
        return Scenario.named(name)
                .operation(() -> new CRC32().update(new byte[1024]))
                .warmUp(WarmUp.none())
                .iterations(100)
                .build();
    }

    // readme:declared
    static class ParserPerformance {

        @PerfTest(id = "D1", title = "parse")
        @Measured(users = 2, iterations = 2_000)
        @Limits(p95 = "5 s", throughput = "1 /s", value = "p99.5 < 5 s")
        void parses() {
            new CRC32().update(new byte[1024]);
        }
    }
    // end:declared

    // readme:swept
    static class ScalingPerformance {

        @PerfTest(id = "S1", title = "ask, by up to four users")
        @Measured(
                sweep = {1, 2, 3, 4},
                rounds = 3,
                iterations = 60)
        @Limits(p95 = "5 s", value = "efficiency > 0.01")
        void asks() throws InterruptedException {
            Thread.sleep(1);
        }

        @PerfTest(id = "S2", title = "ask, with another assertion")
        void asksByHand(PerfRun run) {
            SweepMeasurement sweep = run.sweep(Sweep.of(run.scenario("S2 ask")
                            .operation(() -> Thread.sleep(1))
                            .warmUp(WarmUp.none())
                            .iterations(60)
                            .build())
                    .over(1, 2)
                    .rounds(3));
            run.assertThat("service", sweep).rawDegradationIsBelow(1_000).at(2).efficiencyIsAbove(0.01);
        }
    }
    // end:swept

    static class SweptTwice {
        @PerfTest(id = "S3", title = "every limit is missed")
        void missesAtEachLevel(PerfRun run) {
            SweepMeasurement sweep = run.sweep(Sweep.of(quick("S3")).over(1, 2).rounds(3));
            run.assertThat("", sweep).efficiencyIsAbove(1_000).at(1).efficiencyIsAbove(1_001);
            run.judge("again", sweep, 2, Limit.below(Metric.MAX, Duration.ofNanos(1)));
        }

        @PerfTest(id = "S4", title = "users and a sweep")
        @Measured(
                users = 2,
                sweep = {1, 2})
        @Limits(p95 = "5 s")
        void hasBoth() {
            throw new AssertionError("not to be run");
        }

        @PerfTest(id = "S5", title = "users that do not ascend")
        @Measured(sweep = {2, 1})
        @Limits(p95 = "5 s")
        void doesNotAscend() {
            throw new AssertionError("not to be run");
        }

        @PerfTest(id = "S6", title = "scaling of one number of users")
        @Measured(users = 2)
        @Limits("degradation < 2")
        void scalesNothing() {
            throw new AssertionError("not to be run");
        }

        @PerfTest(id = "S7", title = "rounds of nothing")
        @Measured(rounds = 3)
        @Limits(p95 = "5 s")
        void hasRoundsAlone() {
            throw new AssertionError("not to be run");
        }
    }

    static class ComparedAndIsolated {
        @PerfTest(id = "I1", title = "two operations, as sentences")
        void comparesBySentences(PerfRun run) {
            PairedMeasurement pairs = run.compare(Comparison.named("I1")
                    .reference(() -> new CRC32().update(new byte[1024]))
                    .candidate(() -> new CRC32().update(new byte[1024]))
                    .block(Duration.ofMillis(1))
                    .warmUp(10)
                    .pairs(20)
                    .build());
            run.assertThat("pairs", pairs).takesAtMost(1_000).takesAtMost(0.001);
        }

        @PerfTest(id = "I2", title = "a bystander")
        void isolates(PerfRun run) {
            AtomicBoolean down = new AtomicBoolean();
            IsolationMeasurement isolation = run.isolation(IsolationScenario.named("search while billing is down")
                    .bystander(quick("search"))
                    .fault(() -> down.set(true), () -> down.set(false))
                    .build());
            Verdict verdict = run.judge("", isolation, Limit.below(Metric.MAX, Duration.ofMinutes(1)));
            Assertions.assertThat(verdict).isEqualTo(Verdict.PASS);
        }

        @PerfTest(id = "I3", title = "a soak")
        void soaks(PerfRun run) {
            run.assertThat("", soak()).doesNotSlowDownBy(Percent.percent(5)).doesNotLeak();
        }

        private static SoakMeasurement soak() {
            Recorder recorder = Recorder.closed();
            List<MemoryTrend.Cycle> cycles = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                recorder.record((i + 1) * 1_000_000L, 1_000_000);
                cycles.add(new MemoryTrend.Cycle(i, Duration.ofMillis(i + 1), 1, 0, 1e6, 1e6));
            }
            Measurement whole = Measurement.of("I3")
                    .add(recorder)
                    .time(Instant.EPOCH, Duration.ofMillis(10))
                    .build();
            return new SoakMeasurement(
                    whole,
                    new MemoryTrend("I3", 1, Instant.EPOCH, Duration.ofMillis(10), cycles, 2, List.of()),
                    Collections.nCopies(10, 1e6));
        }
    }

    static class Declarations {
        static final AtomicInteger CALLS = new AtomicInteger();

        @PerfTest(id = "D2", title = "measured by the run")
        @Limits(max = "1 ns")
        void measuresItself(PerfRun run) {
            run.measure(run.scenario("by itself")
                    .operation(() -> {})
                    .warmUp(WarmUp.none())
                    .iterations(100)
                    .build());
        }

        @PerfTest(id = "D3", title = "broken body")
        @Measured(iterations = 100)
        @Limits(p95 = "5 s")
        void breaksAfterItsFirstCall() {
            if (CALLS.incrementAndGet() > 1) {
                throw new IllegalStateException("only once");
            }
        }

        @PerfTest(id = "D4", title = "limit without a unit")
        @Limits(p95 = "35")
        void hasNoUnit(PerfRun run) {
            throw new AssertionError("not to be run");
        }

        @PerfTest(id = "D5", title = "unknown metric")
        @Limits("p95th < 35 ms")
        void hasNoMetric(PerfRun run) {
            throw new AssertionError("not to be run");
        }

        @PerfTest(id = "D6", title = "nothing measured")
        @Limits(p95 = "35 ms")
        void measuresNothing(PerfRun run) {}

        @PerfTest(id = "D7", title = "body with a parameter")
        @Measured
        @Limits(p95 = "35 ms")
        void takesItsRun(PerfRun run) {}

        @PerfTest(id = "D8", title = "no limits")
        @Measured
        void hasNoLimits() {}
    }

    static class Comparisons {
        static final PairedMeasurement PAIRS = new PairedMeasurement(
                "C1", Collections.nCopies(100, new PairedMeasurement.Pair(100, 101)), 10, 1, Duration.ofSeconds(1));

        @PerfTest(id = "C1", title = "two operations")
        void compares(PerfRun run) {
            run.judge("pairs", PAIRS, Limit.below(Metric.OVERHEAD, 2));
        }

        @PerfTest(id = "C2", title = "one name twice")
        @Limits(max = "1 min")
        void measuresTwice(PerfRun run) {
            run.measure(quick("C2"));
            run.measure(quick("C2"));
        }
    }

    static class Sentences {
        @PerfTest(id = "Z1", title = "sentences")
        void assertsSoftly(PerfRun run) {
            Measurement measurement = run.measure(() -> {});
            run.assertThat(measurement).max().isBelow(Duration.ofNanos(0)).p95().isBelow(Duration.ofSeconds(5));
            run.assertThat("again", measurement).throughput().isAbove(io.leadfactory.perf.define.Rate.perSecond(1e12));
        }
    }

    static class FailsAndHangs {
        @PerfTest(id = "F1", title = "an impossible limit")
        void fails(PerfRun run) {
            Measurement measurement = run.measure(Scenario.named("F1 sleep")
                    .operation(() -> Thread.sleep(1))
                    .warmUp(WarmUp.none())
                    .iterations(20)
                    .build());
            run.judge(measurement, Limit.below(Metric.MAX, Duration.ofNanos(1)));
            run.judge("again", measurement, Limit.below(Metric.MAX, Duration.ofNanos(2)));
        }

        @PerfTest(id = "F2", title = "never ends")
        void hangs(PerfRun run) {
            run.measure(Scenario.named("F2 wait")
                    .operation(() -> new CountDownLatch(1).await())
                    .warmUp(WarmUp.none())
                    .iterations(1)
                    .hangLimit(Duration.ofMillis(50))
                    .build());
        }

        @PerfTest(id = "F4", title = "never ends a cycle")
        void hangsInACycle(PerfRun run) {
            run.memory(MemoryScenario.of(Scenario.named("F4 cycle")
                    .operation(() -> new CountDownLatch(1).await())
                    .warmUp(WarmUp.none())
                    .iterations(1)
                    .hangLimit(Duration.ofMillis(50))
                    .build()));
        }

        @PerfTest(id = "F3", title = "a race that is none")
        void races(PerfRun run) {
            run.race(
                    "two",
                    Race.of("F3 count")
                            .state(AtomicInteger::new)
                            .actor("one", count -> {
                                Thread.sleep(1);
                                count.incrementAndGet();
                            })
                            .actor("two", count -> {
                                Thread.sleep(1);
                                count.incrementAndGet();
                            })
                            .invariant(count -> count.get() == 1)
                            .rounds(30)
                            .build());
        }
    }
}
