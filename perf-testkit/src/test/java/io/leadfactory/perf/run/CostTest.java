package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Allocation;
import io.leadfactory.perf.measure.AllocationReading;
import io.leadfactory.perf.measure.Count;
import io.leadfactory.perf.measure.Measurement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final int HEADER = 16;
    private final AtomicReference<byte[]> sink = new AtomicReference<>(new byte[0]);

    private static Scenario.Builder scenario(int iterations) {
        return Scenario.named("s").warmUp(WarmUp.iterations(2_000)).iterations(iterations);
    }

    @Test
    void allocation_ofUsers_isWhatTheyAllocate() {
        Measurement measurement = Runner.create()
                .measure(scenario(20_000)
                        .users(2)
                        .operation(() -> sink.set(new byte[4_096 - HEADER]))
                        .build());
        assertThat(measurement.allocatedBytesPerOperation()).isCloseTo(4_096, within(41.0));
        assertThat(measurement.allocation().usersBytesPerOperation()).isCloseTo(4_096, within(41.0));
        assertThat(measurement.allocation().scope()).isEqualTo(AllocationReading.scope());
    }

    @Test
    void allocation_ofHelperThreads_isSeen() throws Exception {
        ExecutorService helpers = Executors.newFixedThreadPool(2);
        try {
            Measurement measurement = Runner.create()
                    .measure(scenario(2_000)
                            .operation(() -> helpers.submit(() -> sink.set(new byte[100_000 - HEADER]))
                                    .get())
                            .build());
            assertThat(measurement.allocatedBytesPerOperation()).isBetween(100_000.0, 101_000.0);
            assertThat(measurement.allocation().usersBytesPerOperation()).isLessThan(2_000);
        } finally {
            helpers.shutdown();
            assertThat(helpers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void allocation_ofThreadsThatEnd_isSeenWhereTheJvmKeepsATotalAndElseUnknown() {
        Measurement measurement = Runner.create()
                .measure(scenario(200)
                        .warmUp(WarmUp.iterations(20))
                        .operation(() -> {
                            Thread helper = new Thread(() -> sink.set(new byte[1_000_000 - HEADER]));
                            helper.start();
                            helper.join();
                        })
                        .build());
        if (measurement.allocation().scope() == Allocation.Scope.ALL_THREADS) {
            assertThat(measurement.allocatedBytesPerOperation()).isBetween(1_000_000.0, 1_010_000.0);
        } else {
            assertThat(measurement.allocation().scope()).isEqualTo(Allocation.Scope.LIVING_THREADS);
            assertThat(measurement.allocatedBytesPerOperation()).isNaN();
            assertThat(measurement.allocation().hasUnseenThreads()).isTrue();
        }
    }

    @Test
    void allocation_ofVirtualUsers_isKnownWhereTheJvmKeepsATotal() {
        Measurement measurement = Runner.create()
                .measure(scenario(20_000)
                        .virtualUsers(4)
                        .operation(() -> sink.set(new byte[4_096 - HEADER]))
                        .build());
        assertThat(measurement.allocatedBytesPerOperation()).isCloseTo(4_096, within(41.0));
    }

    @Test
    void allocation_ofNothing_isNothing() {
        Measurement measurement = Runner.create()
                .measure(scenario(20_000).users(4).operation(() -> {}).build());
        assertThat(measurement.allocatedBytesPerOperation()).isBetween(0.0, 16.0);
    }

    @Test
    void allocation_ofListenersAndPreparations_isNotTheOperations() {
        Measurement measurement = Runner.create()
                .withListener(new ProgressListener() {
                    @Override
                    public void progressed(String scenario, Phase phase, double fraction) {
                        sink.set(new byte[10_000_000]);
                    }
                })
                .measure(scenario(300)
                        .warmUp(WarmUp.iterations(10))
                        .prepare(() -> sink.set(new byte[1_000_000]))
                        .operation(() -> Thread.sleep(1))
                        .build());
        // What is left is what the JVM allocates to tell of the collections that the preparations cause.
        assertThat(measurement.allocatedBytesPerOperation()).isLessThan(10_000);
    }

    @Test
    void counts_areReadAtTheGates() {
        AtomicLong statements = new AtomicLong(77);
        AtomicLong misses = new AtomicLong();
        Measurement measurement = Runner.create()
                .measure(scenario(1_000)
                        .warmUp(WarmUp.iterations(100))
                        .users(4)
                        .operation(() -> statements.addAndGet(3))
                        .count("statements", statements::get)
                        .count("cache-misses", misses::get)
                        .build());
        assertThat(measurement.counts())
                .containsExactly(
                        java.util.Map.entry("statements", new Count(3_000, 1_000)),
                        java.util.Map.entry("cache-misses", new Count(0, 1_000)));
        assertThat(new Count(3_000, 1_000).perOperation()).isEqualTo(3);
    }

    @Test
    void counts_ofFailingOperations_areDividedByAllThatBegan() {
        AtomicLong calls = new AtomicLong();
        Measurement measurement = Runner.create()
                .measure(scenario(100)
                        .warmUp(WarmUp.none())
                        .operation(() -> {
                            if (calls.incrementAndGet() % 2 == 0) {
                                throw new IllegalStateException();
                            }
                        })
                        .count("calls", calls::get)
                        .build());
        assertThat(measurement.counts().get("calls")).isEqualTo(new Count(100, 100));
    }

    @Test
    void count_counterFails_saysSo() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create()
                        .measure(scenario(10)
                                .operation(() -> {})
                                .count("broken", () -> {
                                    throw new IllegalStateException("no database");
                                })
                                .build()))
                .withMessageContaining("counter \"broken\" of scenario \"s\" cannot be read: "
                        + "java.lang.IllegalStateException: no database");
    }

    @Test
    void count_badName_saysTheRule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named("s").count("SQL statements", () -> 0))
                .withMessage("counter name must be lower case letters, digits and hyphens, starting with a letter: "
                        + "\"SQL statements\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named("s").count("a", () -> 0).count("a", () -> 0))
                .withMessage("scenario \"s\" has a counter \"a\" already: choose another name");
    }

    @Test
    void gc_pauses_areCountedWithTheLongest() {
        Measurement measurement = Runner.create()
                .measure(scenario(3)
                        .warmUp(WarmUp.none())
                        .operation(() -> System.gc())
                        .build());
        assertThat(measurement.gc().pauses()).isGreaterThanOrEqualTo(3);
        assertThat(measurement.gc().longestPause()).isPresent();
        assertThat(measurement.gc().longestPause().orElseThrow())
                .isLessThanOrEqualTo(measurement.gc().pauseTime());
    }
}
