package io.leadfactory.perf.run;

import static io.leadfactory.perf.define.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.measure.ClockChoice.Clock;
import io.leadfactory.perf.measure.PairedMeasurement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SequentialComparisonTest {
    private final FakeTime time = new FakeTime();
    private final Random random = new Random(20_261_127);

    private Comparison.Builder comparison(double factor, double noise) {
        return Comparison.named("c")
                .reference(() -> time.advanceMicros(1_000 * Math.exp(noise * random.nextGaussian())))
                .candidate(() -> time.advanceMicros(factor * 1_000 * Math.exp(noise * random.nextGaussian())))
                .budget(Duration.ofSeconds(4));
    }

    private PairedMeasurement run(Comparison.Builder comparison) {
        return Runner.create().withTime(time).compare(comparison.build());
    }

    @Test
    void compare_clearlySlower_stopsAtTheSecondLook() {
        PairedMeasurement pairs = run(comparison(1.2, 0.05).tolerance(percent(5)));
        assertThat(pairs.looks()).hasSize(2);
        assertThat(pairs.elapsed()).isLessThan(Duration.ofSeconds(2));
        assertThat(pairs.looks().get(1).isAbove(1.05)).isTrue();
    }

    @Test
    void compare_clearlyNotSlower_stopsAtTheSecondLook() {
        PairedMeasurement pairs = run(comparison(1, 0.05).tolerance(percent(5)));
        assertThat(pairs.looks()).hasSize(2);
        assertThat(pairs.looks().get(1).isBelow(1.05, 0)).isTrue();
    }

    @Test
    void compare_onTheLimit_usesTheWholeBudgetAndNoMore() {
        PairedMeasurement pairs = run(comparison(1.05, 0.05).tolerance(percent(5)));
        assertThat(pairs.looks()).hasSize(3);
        assertThat(pairs.elapsed()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(4_010));
    }

    @Test
    void compare_onTheLimitWithSlack_passes() {
        PairedMeasurement pairs =
                run(comparison(1.049, 0.05).tolerance(percent(5)).slack(percent(2)));
        assertThat(pairs.looks().get(pairs.looks().size() - 1).isBelow(1.05, 0.02))
                .isTrue();
    }

    @Test
    void compare_clearSpeedUp_stopsAtTheSecondLook() {
        assertThat(run(comparison(0.7, 0.05).speedUp(percent(20))).looks()).hasSize(2);
    }

    @Test
    void compare_budgetForFewerThan40Pairs_hasNoLook() {
        PairedMeasurement pairs = run(Comparison.named("c")
                .reference(() -> time.advanceMillis(200))
                .candidate(() -> time.advanceMillis(200))
                .tolerance(percent(5))
                .budget(Duration.ofSeconds(4)));
        assertThat(pairs.looks()).isEmpty();
        assertThat(pairs.pairs()).hasSizeBetween(6, 12);
    }

    @Test
    void compare_operationLongerThanTheBudget_endsAfterItsWarmUp() {
        long began = time.nanos();
        PairedMeasurement pairs = run(Comparison.named("c")
                .reference(() -> time.advanceMillis(2_000))
                .candidate(() -> time.advanceMillis(2_000))
                .tolerance(percent(5))
                .budget(Duration.ofSeconds(4)));
        assertThat(pairs.pairs()).isEmpty();
        assertThat(Duration.ofNanos(time.nanos() - began)).isLessThanOrEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void compare_longOperations_passTheBudgetByThoseUnderWayAlone() {
        long began = time.nanos();
        PairedMeasurement pairs = run(Comparison.named("c")
                .reference(() -> time.advanceMillis(500))
                .candidate(() -> time.advanceMillis(500))
                .tolerance(percent(5))
                .budget(Duration.ofSeconds(4)));
        assertThat(pairs.looks()).isEmpty();
        assertThat(Duration.ofNanos(time.nanos() - began)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void compare_withAPlan_hasShorterBlocks() {
        Comparison planned = comparison(1, 0).tolerance(percent(5)).build();
        assertThat(planned.block()).isEqualTo(Duration.ofNanos(500_000));
        assertThat(comparison(1, 0).build().block()).isEqualTo(Duration.ofMillis(2));
        assertThat(comparison(1, 0)
                        .block(Duration.ofMillis(1))
                        .tolerance(percent(5))
                        .build()
                        .block())
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void compare_oneSideGainsWhatTheOtherLoses_waitsForBoth() {
        AtomicLong referenceCalls = new AtomicLong();
        AtomicLong candidateCalls = new AtomicLong();
        PairedMeasurement pairs = run(Comparison.named("c")
                .reference(() -> time.advanceNanos(1_000_000 + 1_000 * Math.min(200, referenceCalls.incrementAndGet())))
                .candidate(() -> time.advanceNanos(1_000_000 - 1_000 * Math.min(200, candidateCalls.incrementAndGet())))
                .speedUp(percent(5))
                .budget(Duration.ofSeconds(4)));
        assertThat(pairs.pairs())
                .hasSizeGreaterThan(100)
                .allMatch(pair -> pair.referenceNanos() == 1.2e6 && pair.candidateNanos() == 0.8e6);
    }

    @Test
    void compare_sidesOfVeryDifferentLength_haveBlocksOfTheSameTime() {
        PairedMeasurement pairs = run(comparison(0.05, 0).speedUp(percent(20)).block(Duration.ofMillis(2)));
        assertThat(pairs.operationsPerBlock()).isEqualTo(2);
        assertThat(pairs.candidateOperationsPerBlock()).isEqualTo(40);
        assertThat(pairs.pairs().get(0).ratio()).isEqualTo(0.05);
    }

    @Test
    void compare_candidateCompiledLate_doesNotStopOnTheFirstLook() {
        AtomicLong calls = new AtomicLong();
        PairedMeasurement pairs = run(Comparison.named("c")
                .reference(() -> time.advanceMicros(1_000))
                .candidate(() -> time.advanceMicros(calls.incrementAndGet() < 600 ? 1_500 : 1_000))
                .tolerance(percent(5))
                .budget(Duration.ofSeconds(4)));
        assertThat(pairs.looks().get(0).isAbove(1.05)).isTrue();
        assertThat(pairs.looks()).hasSize(3);
        assertThat(pairs.looks().get(2).isAbove(1.05)).isFalse();
    }

    /** A clock on which every block is delayed now and then by somebody else, and one of CPU time that is not. */
    private static final class BusyMachine extends FakeTime {
        private final AtomicLong cpu = new AtomicLong(1);

        @Override
        public long cpuNanos() {
            return cpu.get();
        }

        void compute(double micros) {
            cpu.addAndGet(Math.round(1_000 * micros));
            advanceMicros(micros);
        }
    }

    @Test
    void compare_codeThatWaits_isTimedByTheWallClock() {
        BusyMachine machine = new BusyMachine();
        PairedMeasurement pairs = Runner.create()
                .withTime(machine)
                .compare(Comparison.named("c")
                        .reference(() -> machine.compute(1_000))
                        .candidate(() -> {
                            machine.compute(1_000);
                            machine.advanceMicros(500);
                        })
                        .pairs(40)
                        .build());
        assertThat(pairs.clock().clock()).isEqualTo(Clock.WALL);
        assertThat(pairs.clock().reason()).startsWith("the candidate waits for 33.3 % of its time");
        assertThat(pairs.pairs().get(0).ratio()).isEqualTo(1.5);
        assertThat(pairs.otherPairs().get(0).ratio()).isEqualTo(1);
    }

    @Test
    void compare_codeThatComputes_isTimedByItsCpuTime() {
        BusyMachine machine = new BusyMachine();
        PairedMeasurement pairs = Runner.create()
                .withTime(machine)
                .compare(Comparison.named("c")
                        .reference(() -> machine.compute(1_000))
                        .candidate(() -> machine.compute(1_100))
                        .pairs(40)
                        .build());
        assertThat(pairs.clock().clock()).isEqualTo(Clock.CPU);
        assertThat(pairs.pairs()).allMatch(pair -> pair.ratio() == 1.1);
        assertThat(pairs.otherPairs()).hasSize(40);
    }
}
