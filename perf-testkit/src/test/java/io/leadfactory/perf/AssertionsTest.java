package io.leadfactory.perf;

import static io.leadfactory.perf.Perf.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadfactory.perf.define.Bytes;
import io.leadfactory.perf.define.Percent;
import io.leadfactory.perf.define.Rate;
import io.leadfactory.perf.measure.Allocation;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.GcActivity;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

class AssertionsTest {
    private static final Duration LIMIT = Duration.ofMillis(10);

    /** Four hundred operations of the same time, one each 10 ms. */
    private static Measurement of(long millis, int errors) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 400; i++) {
            recorder.record(i * 10_000_000L, millis * 1_000_000);
        }
        for (int i = 0; i < errors; i++) {
            recorder.fail(i, new IllegalStateException("lost"), false);
        }
        return Measurement.of("s")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(4))
                .build();
    }

    private static void assertFails(ThrowingCallable assertion, String expected, String was) {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(assertion)
                .satisfies(error -> {
                    String message = String.valueOf(error.getMessage());
                    assertThat(message).contains("scenario", "verdict", "samples", "users", "jdk", "cores");
                    assertThat(message.lines().map(line -> line.replaceAll(" +:", ":")))
                            .contains(expected)
                            .anyMatch(line -> line.startsWith(was));
                });
    }

    @Test
    void everyAssertion_withinItsLimit_passes() {
        assertThat(of(5, 0))
                .errors()
                .isZero()
                .mean()
                .isBelow(LIMIT)
                .p50()
                .isBelow(LIMIT)
                .p95()
                .isBelow(LIMIT)
                .p99()
                .isBelow(LIMIT)
                .max()
                .isBelow(LIMIT)
                .elapsed()
                .isBelow(Duration.ofSeconds(5))
                .throughput()
                .isAbove(Rate.perSecond(99));
    }

    @Test
    void everyAssertion_outsideItsLimit_failsByItsFacts() {
        Measurement slow = of(20, 0);
        assertFails(() -> assertThat(slow).mean().isBelow(LIMIT), "expected mean below: 10 ms", "but was: 20 ms");
        assertFails(() -> assertThat(slow).p50().isBelow(LIMIT), "expected P50 below: 10 ms", "but was: 20 ms");
        assertFails(() -> assertThat(slow).p95().isBelow(LIMIT), "expected P95 below: 10 ms", "but was: 20 ms");
        assertFails(() -> assertThat(slow).p99().isBelow(LIMIT), "expected P99 below: 10 ms", "but was: 20 ms");
        assertFails(() -> assertThat(slow).max().isBelow(LIMIT), "expected max below: 10 ms", "but was: 20 ms");
        assertFails(
                () -> assertThat(slow).elapsed().isBelow(Duration.ofSeconds(4)),
                "expected whole load below: 4 s",
                "but was: 4 s");
        assertFails(
                () -> assertThat(slow).throughput().isAbove(Rate.perSecond(150)),
                "expected throughput above: 150 /s",
                "but was: 100 /s");
        assertFails(() -> assertThat(of(5, 2)).errors().isZero(), "expected errors at most: 0", "but was: 2");
    }

    @Test
    void mean_withErrors_failsUnlessTheyAreAllowedBefore() {
        Measurement broken = of(5, 2);
        assertFails(() -> assertThat(broken).mean().isBelow(LIMIT), "expected errors at most: 0", "but was: 2");
        assertThat(broken).errors().isAtMost(2).mean().isBelow(LIMIT);
    }

    @Test
    void memory_growth_failsByItsFacts() {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 1, 0, i * 1_048_576.0, 5));
        }
        MemoryTrend trend = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles, 2, List.of());
        assertThat(trend).residentGrowth().isBelow(Bytes.bytes(1));
        assertThat(trend).retainedHeapGrowth().isBelow(Bytes.megabytes(8));
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(trend).retainedHeapGrowth().isBelow(Bytes.megabytes(1)))
                .withMessageContaining("expected retained heap growth below: 1 MB")
                .withMessageContaining(": 7 MB (95 % interval 7 MB .. 7 MB)");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(trend).certainHeapGrowthPerCycle().isBelow(Bytes.kilobytes(1)))
                .withMessageContaining("FAIL");
    }

    @Test
    void everyComparator_onItsSide_passesAndFailsOnTheOther() {
        Measurement even = of(20, 0);
        Duration twenty = Duration.ofMillis(20);
        assertThat(even)
                .max()
                .isAtMost(twenty)
                .max()
                .isAtLeast(twenty)
                .max()
                .isBetween(LIMIT, twenty)
                .max()
                .isAbove(LIMIT)
                .throughput()
                .isBetween(Rate.perSecond(100), Rate.perMinute(6_000));
        assertFails(() -> assertThat(even).max().isAtMost(LIMIT), "expected max at most: 10 ms", "but was: 20 ms");
        assertFails(() -> assertThat(even).max().isAbove(twenty), "expected max above: 20 ms", "but was: 20 ms");
        assertFails(
                () -> assertThat(even).max().isAtLeast(twenty.plusMillis(1)),
                "expected max at least: 21 ms",
                "but was: 20 ms");
        assertFails(
                () -> assertThat(even).max().isBetween(Duration.ZERO, LIMIT), "expected max at most: 10 ms", "but was");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> assertThat(even).max().isBetween(twenty, LIMIT))
                .withMessage("max cannot lie between 20 ms and 10 ms: give the smaller limit first");
    }

    @Test
    void percentile_anyDecimal_isJudgedOrSaysHowManySamplesItNeeds() {
        Measurement measurement = of(5, 0);
        assertThat(measurement).p90().isBelow(LIMIT).percentile(99.25).isBelow(LIMIT);
        assertFails(
                () -> assertThat(measurement).p999().isBelow(LIMIT), "expected P99.9 below: 10 ms", "but was: unknown");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(measurement).p9999().isBelow(LIMIT))
                .withMessageContaining("a P99.99 with a 95 % interval needs at least 29,956 samples, there are 400");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> assertThat(measurement).percentile(100))
                .withMessageStartingWith("percentile must be above 0 and below 100: 100.0");
    }

    @Test
    void softly_severalLimitsMissed_tellsEachAndErrorsOnce() {
        Measurement broken = of(20, 2);
        assertThatExceptionOfType(MultipleFailuresError.class)
                .isThrownBy(() -> Perf.softly(soft -> soft.assertThat(broken)
                        .mean()
                        .isBelow(LIMIT)
                        .p95()
                        .isBelow(LIMIT)
                        .max()
                        .isBelow(Duration.ofMillis(30))))
                .satisfies(failure -> {
                    assertThat(failure.getMessage()).startsWith("3 limits are not met");
                    assertThat(failure.getFailures())
                            .extracting(Throwable::getMessage)
                            .satisfiesExactlyInAnyOrder(
                                    first -> assertThat(first).contains("expected mean below"),
                                    second -> assertThat(second).contains("expected errors at most"),
                                    third -> assertThat(third).contains("expected P95 below"));
                });
    }

    @Test
    void softly_everythingWithinLimits_passes() {
        Perf.softly(soft -> soft.assertThat(of(5, 1))
                .errors()
                .isAtMost(Percent.percent(1))
                .p95()
                .isBelow(LIMIT));
    }

    @Test
    void softly_nothingAsserted_fails() {
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Perf.softly(soft -> {}))
                .withMessageStartingWith("no limit was stated, so nothing was judged");
    }

    @Test
    void memory_leak_failsByBytesPerOperation() {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 200, 0, 1_024 * 200.0 * i, 5));
        }
        MemoryTrend trend = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles, 2, List.of());
        assertThat(trend).retainedPerOperation().isAtMost(Bytes.kilobytes(1));
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(trend).doesNotLeak())
                .withMessageContaining("expected retained per operation at most: 16 B")
                .withMessageContaining(": 1 KB (95 % interval 1 KB .. 1 KB)")
                .withMessageContaining("FAIL, the heap grows with the operations, to the end: 1 KB per operation");
        MemoryTrend few =
                new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles.subList(0, 4), 0, List.of());
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(few).doesNotLeak())
                .withMessageContaining("INCONCLUSIVE, a leak needs at least 5 kept cycles");
    }

    @Test
    void costs_countsBytesAndPauses_areComparedAsTheyAre() {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 100; i++) {
            recorder.record(i * 1_000_000L, 1_000_000);
        }
        Measurement measurement = Measurement.of("s")
                .add(recorder)
                .time(Instant.EPOCH, Duration.ofSeconds(1))
                .gc(new GcActivity(
                        3, Duration.ofMillis(40), 2, Duration.ofMillis(9), Optional.of(Duration.ofMillis(7))))
                .allocation(new Allocation(96, 96, 0, Allocation.Scope.ALL_THREADS))
                .count("statements", new Count(200, 100))
                .build();
        assertThat(measurement)
                .allocatedPerOperation()
                .isAtMost(Bytes.bytes(96))
                .perOperation("statements")
                .isExactly(2)
                .inAll("statements")
                .isAtLeast(200)
                .gcPauses()
                .isAtMost(2)
                .longestGcPause()
                .isBelow(Duration.ofMillis(8))
                .gcPauseTime()
                .isBelow(Duration.ofMillis(10));
        assertFails(
                () -> assertThat(measurement).allocatedPerOperation().isAtMost(Bytes.bytes(64)),
                "expected allocated per operation at most: 64 B",
                "but was: 96 B");
        assertFails(
                () -> assertThat(measurement).perOperation("statements").isExactly(1),
                "expected statements per operation at most: 1",
                "but was: 2");
        assertFails(
                () -> assertThat(measurement).longestGcPause().isBelow(Duration.ofMillis(7)),
                "expected longest GC pause below: 7 ms",
                "but was: 7 ms");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> assertThat(measurement).perOperation("calls").isAtMost(1))
                .withMessageContaining("those of the scenario's counters: statements;");
    }
}
