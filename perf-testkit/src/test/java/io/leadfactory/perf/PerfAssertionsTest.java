package io.leadfactory.perf;

import static io.leadfactory.perf.PerfAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import io.leadfactory.perf.measure.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class PerfAssertionsTest {
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
                .isAbove(99);
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
                () -> assertThat(slow).throughput().isAbove(150),
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
        assertThat(trend).residentGrowth().isBelow(1);
        assertThat(trend).retainedHeapGrowth().isBelow(8 * 1_048_576);
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(trend).retainedHeapGrowth().isBelow(1_048_576))
                .withMessageContaining("expected retained heap growth below: 1 MB")
                .withMessageContaining(": 7 MB (95 % interval 7 MB .. 7 MB)");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> assertThat(trend).certainHeapGrowthPerCycle().isBelow(1_024))
                .withMessageContaining("FAIL");
    }
}
