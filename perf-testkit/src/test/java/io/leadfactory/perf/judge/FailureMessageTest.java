package io.leadfactory.perf.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.Recorder;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The whole text of failures, as a stranger reads it. Lines that depend on the machine are left out. */
class FailureMessageTest {
    private static final long MILLI = 1_000_000;

    private static Measurement measured(int samples, int errors, long... millis) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < samples; i++) {
            recorder.record(10L * i * MILLI, MILLI * millis[i % millis.length]);
        }
        for (int i = 0; i < errors; i++) {
            recorder.fail(i, new IllegalStateException("connection lost\nand more"), false);
        }
        return Measurement.of("save a lead")
                .add(recorder)
                .users(4, false)
                .time(Instant.EPOCH, Duration.ofMillis(10L * samples))
                .build();
    }

    private static String text(Judgement judgement, Verdict verdict) {
        Finding finding = judgement.findings().stream()
                .filter(any -> any.verdict() == verdict)
                .findFirst()
                .orElseThrow();
        return judgement
                .describe(finding)
                .lines()
                .filter(line -> !line.matches("(jdk|cores|machine|host|load average|fitness|correction) *: .*"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void limitMissed_saysByHowMuchAndWhereToLook() {
        Judgement judgement = Judge.judge(measured(400, 0, 20), Limit.below(Metric.P95, Duration.ofMillis(10)))
                .withFact("report", "target/perf-report/report.html");
        assertThat(text(judgement, Verdict.FAIL)).isEqualTo("""
                scenario          : save a lead
                expected P95 below: 10 ms
                but was           : 20 ms (95 % interval 20 ms .. 20 ms)
                verdict           : FAIL, it is 10 ms (100 %) above the limit
                samples           : 400
                users             : 4
                load              : closed
                report            : target/perf-report/report.html
                next              : see above and in the report's timeline whether the machine was busy; if not, profile the \
                operation, or compare it with an earlier version by Perf.compare(..)""");
    }

    @Test
    void tooFewSamples_saysHowManyAreNeededAndHowLongThatTakes() {
        Judgement judgement = Judge.judge(measured(20, 0, 20), Limit.below(Metric.P95, Duration.ofMillis(30)));
        assertThat(text(judgement, Verdict.INCONCLUSIVE)).isEqualTo("""
                scenario          : save a lead
                expected P95 below: 30 ms
                but was           : unknown
                verdict           : INCONCLUSIVE, a P95 with a 95 % interval needs at least 59 samples, there are 20
                samples           : 20
                users             : 4
                load              : closed
                next              : measure at least 59 operations, by iterations(59), which is about 590 ms by duration(..)""");
    }

    @Test
    void intervalHoldsTheLimit_saysHowMuchLongerToMeasure() {
        Judgement judgement = Judge.judge(
                measured(400, 0, 10, 10, 10, 10, 30), Limit.below(Metric.MEAN, Duration.ofNanos(14_100_000)));
        assertThat(text(judgement, Verdict.INCONCLUSIVE))
                .contains(
                        "next               : measure about ",
                        " times as long, which is about ",
                        " by duration(..), or");
    }

    @Test
    void figureOnTheLimit_saysThatNoSampleDecides() {
        Finding finding = Judge.judge(
                new Figure(Metric.MEAN, 10 * MILLI, 9 * MILLI, 11 * MILLI, 400),
                new Limit(Metric.MEAN, Limit.Bound.BELOW, 10 * MILLI));
        assertThat(Advice.general().next(finding, List.of()))
                .isEqualTo("move the limit: the figure lies so near to it that no sample of reasonable size decides");
    }

    @Test
    void errors_areNamedByTheFirst() {
        Judgement judgement = Judge.judge(measured(400, 3, 5), Limit.below(Metric.P95, Duration.ofMillis(10)));
        assertThat(text(judgement, Verdict.FAIL)).isEqualTo("""
                scenario               : save a lead
                expected errors at most: 0
                but was                : 3
                verdict                : FAIL, operations failed with errors that the scenario does not expect
                samples                : 400
                users                  : 4
                load                   : closed
                errors                 : {java.lang.IllegalStateException=3}
                next                   : mend the first error, whose stack is this failure's cause: \
                java.lang.IllegalStateException: connection lost; an error that belongs to the scenario is named by \
                expectError(..)""");
    }

    @Test
    void memoryKept_saysToLookAtTheHeap() {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 1, 0, i * 1_048_576.0, 5));
        }
        MemoryTrend trend = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles, 2, List.of());
        assertThat(text(Judge.judge(trend, Limit.below(Metric.HEAP_GROWTH, 1024)), Verdict.FAIL))
                .contains(
                        "next                               : look for what is kept: a heap dump after the last cycle,");
    }

    private static List<Metric> metrics() throws IllegalAccessException {
        List<Metric> metrics = new ArrayList<>();
        for (Field field : Metric.class.getFields()) {
            if (field.get(null) instanceof Metric metric) {
                metrics.add(metric);
            }
        }
        return metrics;
    }

    private static String next(Metric metric, Verdict verdict, Advice advice) {
        Figure figure = Figure.exact(metric, verdict == Verdict.FAIL ? 2 : Double.NaN, 10);
        return advice.next(new Finding(Limit.atMost(metric, 1), figure, verdict, "because"), List.of());
    }

    private static String undecided(Metric metric, double low, double high, Advice advice) {
        Figure figure = new Figure(metric, 2, low, high, 10);
        return advice.next(new Finding(Limit.atMost(metric, 1.5), figure, Verdict.INCONCLUSIVE, "because"), List.of());
    }

    @Test
    void everyMetricOfTheKit_failedOrNot_hasAdvice() throws IllegalAccessException {
        assertThat(metrics()).hasSizeGreaterThan(20).contains(Metric.MEAN, Metric.LONGEST_GC_PAUSE);
        for (Metric metric : metrics()) {
            for (Advice advice : List.of(Advice.general(), Advice.ofBudget(), Advice.ofCycles(), Advice.ofParts())) {
                assertThat(List.of(
                                next(metric, Verdict.FAIL, advice),
                                next(metric, Verdict.INCONCLUSIVE, advice),
                                undecided(metric, 1, 3, advice),
                                undecided(metric, 1.9, 2.1, advice)))
                        .as(metric.id())
                        .allSatisfy(text -> assertThat(text)
                                .isNotBlank()
                                .doesNotContain("\n")
                                .doesNotEndWith("."));
            }
        }
    }

    @Test
    void figureThatDependsOnTheUsersOrTheRounds_failed_isNotSaidToDependOnNothing() {
        for (Metric metric : List.of(
                Metric.VIOLATIONS, Metric.DEGRADATION, Metric.RAW_DEGRADATION, Metric.EFFICIENCY, Metric.SLOW_DOWN)) {
            assertThat(next(metric, Verdict.FAIL, Advice.general()))
                    .as(metric.id())
                    .startsWith("look ")
                    .doesNotContain("does not depend");
        }
        assertThat(next(Metric.SLOW_DOWN, Verdict.FAIL, Advice.ofParts()))
                .as("medians say nothing of the heap")
                .doesNotContain("heap dump");
        assertThat(next(Metric.perOperation("statements"), Verdict.FAIL, Advice.general()))
                .isEqualTo("see what changed: the figure does not depend on the machine's speed");
    }

    @Test
    void notDecided_saysWhatOfToTakeMore() {
        assertThat(undecided(Metric.OVERHEAD, 1, 3, Advice.ofBudget())).startsWith("raise budget(..) to about ");
        assertThat(undecided(Metric.OVERHEAD, 1, 3, Advice.general())).endsWith(" pairs, by pairs(..)");
        assertThat(undecided(Metric.DEGRADATION, 1, 3, Advice.general())).endsWith(" rounds, by rounds(..)");
        assertThat(undecided(Metric.SLOW_DOWN, 1, 3, Advice.ofParts())).endsWith(" parts, by withParts(..)");
        assertThat(undecided(Metric.LEAK, 1, 3, Advice.ofCycles())).endsWith(" cycles, by withCycles(..)");
        assertThat(next(Metric.VIOLATIONS, Verdict.INCONCLUSIVE, Advice.general()))
                .isEqualTo("give the actors a core each, and the hunt more time by duration(..)");
    }

    @Test
    void intervalThatDoesNotHoldTheLimit_isNotToldToMeasureSoManyTimesAsLong() {
        assertThat(undecided(Metric.MEAN, 1.9, 2.1, Advice.general()))
                .isEqualTo("the interval alone would decide; for more certainty measure longer, by duration(..) or"
                        + " -Dperf.duration");
    }

    @Test
    void machineInDoubt_saysToMeasureElsewhere() {
        for (Metric metric : List.of(Metric.MEAN, Metric.MAX, Metric.ELAPSED, Metric.THROUGHPUT)) {
            Finding finding = new Finding(
                    Limit.atMost(metric, 1),
                    Figure.exact(metric, 2, 10),
                    Verdict.INCONCLUSIVE,
                    "it is above" + MachineRule.DOUBT + "a hypervisor took 5 % of the cores' time");
            assertThat(Advice.general().next(finding, List.of()))
                    .as(metric.id())
                    .isEqualTo(
                            "measure again on a machine that does nothing else; the verdict above says what disturbed it");
        }
    }
}
