package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.RecoveryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.perf.measure.PairedMeasurement;
import io.leadfactory.perf.measure.RecoveryMeasurement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OtherRunsTest {
    private final FakeTime time = new FakeTime();

    /** Grows by a fixed amount with each reading. */
    private static MemorySource growing(double bytes) {
        AtomicInteger readings = new AtomicInteger();
        return new MemorySource() {
            @Override
            public double heapAfterCollection() {
                return 1_000_000 + bytes * readings.incrementAndGet();
            }

            @Override
            public double residentBytes() {
                return Double.NaN;
            }
        };
    }

    @Test
    void memory_leakOfAKilobyteAnOperation_isFoundExactly() {
        AtomicInteger operations = new AtomicInteger();
        MemoryTrend trend = Runner.create()
                .withMemory(growing(1_024 * 50))
                .memory(MemoryScenario.of(Scenario.named("m")
                        .operation(operations::incrementAndGet)
                        .warmUp(WarmUp.iterations(7))
                        .users(5)
                        .iterations(50)
                        .build()));
        assertThat(operations).as("the warm-up is run once").hasValue(507);
        assertThat(trend.operations()).isEqualTo(500);
        assertThat(trend.cycles()).hasSize(10);
        assertThat(trend.heap().slope()).isEqualTo(51_200);
        assertThat(trend.heap().growth()).isEqualTo(7 * 51_200);
        assertThat(trend.heap().rises()).isTrue();
        assertThat(trend.resident().slope()).isNaN();
        assertThat(trend.users()).isEqualTo(5);
    }

    @Test
    void memory_heapThatSettlesLate_runsMoreCyclesUntilItIsDecided() {
        double[] heap = new double[60];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = 100_000 * Math.min(i, 5);
        }
        MemoryTrend trend = Runner.create()
                .withMemory(reading(heap))
                .memory(MemoryScenario.of("m", () -> {}).withMostCycles(34));
        assertThat(trend.cycles()).hasSize(18);
        assertThat(trend.dropped()).isEqualTo(4);
        assertThat(trend.leak().isWithin(16)).isTrue();
    }

    @Test
    void memory_heapThatNeverSettles_endsAtItsMostCycles() {
        double[] heap = new double[20];
        for (int i = 0; i < heap.length; i++) {
            heap[i] = i % 2 == 0 ? 0 : 10_000_000;
        }
        MemoryTrend trend = Runner.create()
                .withMemory(reading(heap))
                .memory(MemoryScenario.of("m", () -> {}).withMostCycles(12));
        assertThat(trend.cycles()).hasSize(12);
        assertThat(trend.leak().isWithin(16) || trend.leak().isAbove(16)).isFalse();
    }

    private static MemorySource reading(double... heap) {
        AtomicInteger readings = new AtomicInteger(-1);
        return new MemorySource() {
            @Override
            public double heapAfterCollection() {
                // The first reading only asks whether the JVM collects.
                return heap[Math.max(0, readings.getAndIncrement())];
            }

            @Override
            public double residentBytes() {
                return Double.NaN;
            }
        };
    }

    @Test
    void memory_failingWork_countsItsErrors() {
        MemoryTrend trend = Runner.create()
                .withMemory(growing(0))
                .memory(MemoryScenario.of(Scenario.named("m")
                        .operation(() -> {
                            throw new IllegalStateException();
                        })
                        .warmUp(WarmUp.none())
                        .iterations(2)
                        .build()));
        assertThat(trend.errors()).isEqualTo(20);
        assertThat(trend.firstErrors()).hasSize(10);
    }

    @Test
    void memory_thisJvm_readsRealFigures() {
        MemoryTrend trend = Runner.create()
                .memory(MemoryScenario.of(Scenario.named("m")
                                .operation(() -> {})
                                .warmUp(WarmUp.none())
                                .iterations(10)
                                .build())
                        .withDropped(0)
                        .withCycles(5));
        assertThat(trend.cycles()).allMatch(cycle -> cycle.heapBytes() > 0);
    }

    @Test
    void recovery_faultThatIsHealedBySomeProbes_isTimedFromTheFaultsEnd() {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicInteger failuresLeft = new AtomicInteger();
        RecoveryMeasurement recovery = Runner.create()
                .recovery(RecoveryScenario.named("r")
                        .fault(() -> broken.set(true), () -> {
                            failuresLeft.set(3);
                            broken.set(false);
                        })
                        .probe(() -> {
                            if (broken.get() || failuresLeft.getAndDecrement() > 0) {
                                throw new IllegalStateException("down");
                            }
                        })
                        .every(Duration.ofMillis(2))
                        .faultFor(Duration.ofMillis(20))
                        .windows(3)
                        .build());
        assertThat(recovery.windows())
                .hasSize(3)
                .allMatch(window -> window.recovery().isPresent());
        assertThat(recovery.windows()).allMatch(window -> window.errors() >= 3 && window.probes() >= 6);
        assertThat(recovery.times().samples()).isEqualTo(3);
        assertThat(recovery.times().errors()).isZero();
        assertThat(recovery.probeErrors()).isGreaterThanOrEqualTo(9);
        assertThat(recovery.windows()).allSatisfy(window -> {
            Duration high = window.recovery().orElseThrow();
            assertThat(window.notBefore().orElseThrow()).isBetween(Duration.ZERO, high);
            assertThat(window.interval().orElseThrow().high()).isEqualTo((double) high.toNanos());
            assertThat(window.estimate().orElseThrow())
                    .isBetween(window.notBefore().orElseThrow(), high);
            assertThat(window.firstSuccess()).contains(high);
            assertThat(window.unavailable()).isGreaterThan(high);
        });
        assertThat(recovery.budgetSpent(0.5, recovery.unavailable())).isEqualTo(2);
        assertThat(recovery.resolution()).isEqualTo(Duration.ofMillis(2));
    }

    @Test
    void recovery_relapseAfterTheFirstSuccess_isTimedToTheLastingOne() {
        AtomicInteger probes = new AtomicInteger();
        RecoveryMeasurement recovery = Runner.create()
                .recovery(RecoveryScenario.named("r")
                        .fault(() -> probes.set(-1_000_000), () -> probes.set(0))
                        .probe(() -> {
                            int probe = probes.getAndIncrement();
                            if (probe < 1 || probe == 4) {
                                throw new IllegalStateException("down");
                            }
                        })
                        .every(Duration.ofMillis(2))
                        .steadyFor(Duration.ofMillis(10))
                        .faultFor(Duration.ofMillis(10))
                        .build());
        RecoveryMeasurement.Window window = recovery.windows().get(0);
        assertThat(window.firstSuccess().orElseThrow())
                .isLessThan(window.recovery().orElseThrow());
        assertThat(probes).as("six successes in a row take five periods").hasValue(11);
    }

    @Test
    void recovery_systemStaysDown_isAnErrorThatSaysSo() {
        CountDownLatch failed = new CountDownLatch(1);
        RecoveryMeasurement recovery = Runner.create()
                .recovery(RecoveryScenario.named("r")
                        .fault(() -> {}, failed::await)
                        .probe(() -> {
                            failed.countDown();
                            throw new IllegalStateException("down");
                        })
                        .every(Duration.ofMillis(1))
                        .faultFor(Duration.ofMillis(1))
                        .limit(Duration.ofMillis(20))
                        .build());
        assertThat(recovery.times().samples()).isZero();
        assertThat(recovery.times().unexpectedErrors()).isEqualTo(1);
        assertThat(recovery.windows().get(0).firstSuccess()).isEmpty();
        assertThat(recovery.windows().get(0).interval()).isEmpty();
        assertThat(recovery.windows().get(0).unavailable()).isGreaterThan(Duration.ofMillis(20));
        assertThat(recovery.times().firstErrors().get(0))
                .hasMessageStartingWith("scenario \"r\" did not recover within 20 ms after the fault's end")
                .hasRootCauseMessage("down");
    }

    @Test
    void recovery_faultCannotBegin_failsAndStopsTheProbe() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create()
                        .recovery(RecoveryScenario.named("r")
                                .fault(
                                        () -> {
                                            throw new IllegalStateException("switch");
                                        },
                                        () -> {})
                                .probe(() -> {})
                                .build()))
                .withMessage("the fault of scenario \"r\" could not be begun: java.lang.IllegalStateException: switch");
    }

    @Test
    void compare_knownTimes_givesPairsOfThem() {
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(() -> time.advanceMillis(10))
                        .candidate(() -> time.advanceMillis(15))
                        .pairs(20)
                        .warmUp(2)
                        .build());
        assertThat(pairs.pairs()).hasSize(20).allMatch(pair -> pair.ratio() == 1.5);
        assertThat(pairs.operationsPerBlock()).isEqualTo(1);
        assertThat(pairs.elapsed()).isEqualTo(Duration.ofMillis(20 * 25));
    }

    @Test
    void compare_shortOperations_areGatheredInBlocks() {
        AtomicInteger operations = new AtomicInteger();
        PairedMeasurement pairs = Runner.create()
                .withTime(time)
                .compare(Comparison.named("c")
                        .reference(() -> time.advanceMillis(1))
                        .candidate(() -> {
                            operations.incrementAndGet();
                            time.advanceMillis(2);
                        })
                        .block(Duration.ofMillis(20))
                        .pairs(20)
                        .warmUp(4)
                        .build());
        assertThat(pairs.operationsPerBlock()).isEqualTo(10);
        assertThat(operations).hasValue(4 + 20 * 10);
        assertThat(pairs.pairs()).allMatch(pair -> pair.referenceNanos() == 1_000_000);
    }

    @Test
    void compare_sideFails_saysWhich() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create()
                        .compare(Comparison.named("c")
                                .reference(() -> {})
                                .candidate(() -> {
                                    throw new IllegalStateException("no");
                                })
                                .build()))
                .withMessage("comparison \"c\" has no ratio: its candidate failed with "
                        + "java.lang.IllegalStateException: no");
    }
}
