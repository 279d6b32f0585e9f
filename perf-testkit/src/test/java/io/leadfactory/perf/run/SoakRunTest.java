package io.leadfactory.perf.run;

import static io.leadfactory.perf.Perf.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.SoakJudge;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.SoakMeasurement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class SoakRunTest {
    private final FakeTime time = new FakeTime();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void soak_steadyWork_goesOnForItsTimeAndStaysAsItIs() {
        SoakMeasurement soak = soak(() -> time.advanceMillis(10), 0);

        assertThat(soak.whole().samples())
                .isEqualTo(1_000)
                .isEqualTo(soak.memory().operations());
        assertThat(soak.whole().elapsed()).isEqualTo(Duration.ofSeconds(10));
        assertThat(soak.memory().cycles()).hasSize(20);
        assertThat(soak.slowDown().orElseThrow().value()).isCloseTo(1, within(0.001));
        Perf.assertThat(soak).doesNotSlowDownBy(percent(5)).doesNotLeak();
    }

    @Test
    void soak_operationThatAges_isFoundWithHowMuch() {
        // From 10 ms to nearly twice as much; a median of a part is that of its middle.
        SoakMeasurement soak = soak(() -> time.advanceMicros(10_000 + 15.0 * done.getAndIncrement()), 0);

        assertThat(soak.slowDown().orElseThrow().value()).isBetween(1.6, 2.2);
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Perf.assertThat(soak).doesNotSlowDownBy(percent(20)))
                .withMessageContaining("median at the end over the begin");
    }

    @Test
    void soak_oneSlowPart_isNoTrend() {
        SoakMeasurement soak = soak(
                () -> {
                    int now = done.getAndIncrement();
                    time.advanceMillis(now > 500 && now < 510 ? 100 : 10);
                },
                0);

        Perf.assertThat(soak).doesNotSlowDownBy(percent(5));
    }

    @Test
    void soak_heapThatGrows_leaks() {
        SoakMeasurement soak = soak(() -> time.advanceMillis(10), 100_000);

        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Perf.assertThat(soak).doesNotLeak());
    }

    @Test
    void soak_workThatAlwaysFails_isNoPass() {
        SoakMeasurement soak = soak(
                () -> {
                    time.advanceMillis(10);
                    throw new IllegalStateException("no database");
                },
                0);

        Judgement judgement = SoakJudge.judge(soak, List.of(Limit.atMost(Metric.SLOW_DOWN, 1.05)));
        assertThat(soak.slowDown()).isEmpty();
        assertThat(judgement.findings())
                .extracting(finding -> finding.verdict())
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.FAIL);
        assertThat(soak.memory().firstErrors()).isNotEmpty();
    }

    @Test
    void soak_tooFewParts_isRefused() {
        Scenario work = work(() -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Soak.of(work, Duration.ofMinutes(1)).withParts(6))
                .withMessage("a trend needs at least 5 parts that are not dropped: 6 parts, 2 dropped");
        assertThatIllegalArgumentException().isThrownBy(() -> Soak.of(work, Duration.ZERO));
    }

    private SoakMeasurement soak(Operation operation, double growth) {
        AtomicInteger readings = new AtomicInteger();
        MemorySource memory = new MemorySource() {
            @Override
            public double heapAfterCollection() {
                return 1_000_000 + growth * readings.getAndIncrement();
            }

            @Override
            public double residentBytes() {
                return Double.NaN;
            }
        };
        return Runner.create().withTime(time).withMemory(memory).soak(Soak.of(work(operation), Duration.ofSeconds(10)));
    }

    private static Scenario work(Operation operation) {
        return Scenario.named("enrich leads")
                .operation(operation)
                .warmUp(WarmUp.none())
                .build();
    }
}
