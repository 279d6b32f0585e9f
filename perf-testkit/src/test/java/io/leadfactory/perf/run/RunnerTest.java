package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.perf.define.Load;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.WarmUpFacts.SteadyState;
import io.leadfactory.perf.run.ProgressListener.Phase;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private final FakeTime time = new FakeTime();
    private final Runner runner = Runner.create().withTime(time);

    private static Scenario.Builder scenario() {
        return Scenario.named("s").warmUp(WarmUp.none());
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    @Test
    void measure_knownTimes_givesTheirFigures() {
        Measurement measurement = runner.measure(scenario()
                .operation(user -> time.advanceMillis(1 + user.iteration()))
                .iterations(100)
                .build());
        assertThat(measurement.samples()).isEqualTo(100);
        assertThat(measurement.min()).isEqualTo(millis(1));
        assertThat(measurement.mean()).isEqualTo(Duration.ofNanos(50_500_000));
        assertThat(measurement.max()).isEqualTo(millis(100));
        assertThat(measurement.percentile(95).toMillis()).isBetween(94L, 95L);
        assertThat(measurement.elapsed()).isEqualTo(millis(5_050));
        assertThat(measurement.throughput()).isEqualTo(100 / 5.05);
        assertThat(measurement.loadModel()).isEqualTo("closed");
    }

    @Test
    void measure_afterAWarmUp_beginsWithoutItsGarbage() {
        List<WeakReference<byte[]>> garbage = new ArrayList<>();
        List<Boolean> left = new ArrayList<>();

        runner.measure(scenario()
                .operation(user -> {
                    if (user.warmingUp()) {
                        garbage.add(new WeakReference<>(new byte[1_000]));
                    } else {
                        left.add(garbage.stream().anyMatch(reference -> reference.get() != null));
                    }
                })
                .warmUp(WarmUp.iterations(100))
                .iterations(1)
                .build());

        assertThat(garbage).hasSize(100);
        assertThat(left).containsExactly(false);
    }

    @Test
    void measure_preparation_isNotTimed() {
        Measurement measurement = runner.measure(scenario()
                .prepare(() -> time.advanceMillis(500))
                .operation(() -> time.advanceMillis(2))
                .iterations(10)
                .build());
        assertThat(measurement.max()).isEqualTo(millis(2));
        assertThat(measurement.elapsed()).isEqualTo(millis(5_020));
    }

    @Test
    void measure_preparationFails_isAnErrorAndTheOperationIsNotBegun() {
        AtomicInteger begun = new AtomicInteger();
        Measurement measurement = runner.measure(scenario()
                .prepare(() -> {
                    throw new IllegalStateException("no database");
                })
                .operation(begun::incrementAndGet)
                .iterations(3)
                .build());
        assertThat(begun).hasValue(0);
        assertThat(measurement.samples()).isZero();
        assertThat(measurement.errors()).isEqualTo(3);
    }

    @Test
    void measure_thinkTime_liesBetweenOperationsAndIsNotTimed() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(5))
                .thinkTime(millis(95))
                .iterations(11)
                .build());
        assertThat(measurement.max()).isEqualTo(millis(5));
        assertThat(measurement.elapsed()).isEqualTo(millis(10 * 100 + 5));
    }

    @Test
    void measure_duration_beginsNothingAfterIt() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(30))
                .duration(millis(100))
                .build());
        assertThat(measurement.samples()).isEqualTo(4);
        assertThat(measurement.elapsed()).isEqualTo(millis(120));
    }

    @Test
    void measure_iterationsAndDuration_endsAtWhatComesFirst() {
        Scenario.Builder both =
                scenario().operation(() -> time.advanceMillis(30)).duration(millis(100));
        assertThat(runner.measure(both.iterations(2).build()).samples()).isEqualTo(2);
        assertThat(runner.measure(both.iterations(200).build()).samples()).isEqualTo(4);
    }

    @Test
    void measure_stallInTheClosedModel_isSeenByOneOperation() {
        Measurement measurement = runner.measure(stalling().iterations(1_000).build());
        assertThat(measurement.percentile(99)).isLessThan(millis(2));
        assertThat(measurement.max()).isEqualTo(millis(6_000));
    }

    @Test
    void measure_stallInTheOpenModel_isSeenByEveryOperationThatHadToWait() {
        // 100 /s for 10 s, a freeze of 6 s at the 200th: by theory the 600 operations due in it wait 6 s down to 0.
        Measurement measurement =
                runner.measure(stalling().load(Load.open(100)).iterations(1_000).build());
        assertThat(measurement.samples()).isEqualTo(1_000);
        assertThat(measurement.max()).isEqualTo(millis(6_000));
        assertThat(measurement.serviceTime().orElseThrow().percentile(99)).isLessThan(millis(2));
        assertThat(measurement.scheduleLag().orElseThrow().max()).isEqualTo(millis(5_990));
        // While 1 ms of each 10 ms is used, the backlog is worked off within 667 operations: lag 5 991 - 9 k.
        assertThat(measurement.percentile(95).toMillis()).isBetween(5_525L, 5_575L);
        assertThat(measurement.percentile(50).toMillis()).isBetween(1_480L, 1_530L);
        assertThat(measurement.loadModel()).isEqualTo("open, 100 /s");
    }

    private Scenario.Builder stalling() {
        return scenario().operation(user -> time.advanceMillis(user.iteration() == 200 ? 6_000 : 1));
    }

    @Test
    void measure_openModelOnTime_keepsTheRate() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> time.advanceMillis(1))
                .load(Load.open(200))
                .duration(millis(1_000))
                .build());
        assertThat(measurement.samples()).isEqualTo(200);
        assertThat(measurement.max()).isEqualTo(millis(1));
        assertThat(measurement.scheduleLag().orElseThrow().max()).isZero();
    }

    @Test
    void measure_manyUsers_startTogether() {
        // Only if all twenty are inside at the same time does the barrier open.
        CyclicBarrier together = new CyclicBarrier(20);
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .operation(user -> together.await())
                        .users(20)
                        .iterations(100)
                        .build());
        assertThat(measurement.samples()).isEqualTo(100);
        assertThat(measurement.errors()).isZero();
    }

    @Test
    void measure_iterationsThatCannotBeShared_areAllDone() {
        Map<Integer, AtomicInteger> byUser = new ConcurrentHashMap<>();
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .operation(user -> byUser.computeIfAbsent(user.index(), index -> new AtomicInteger())
                                .incrementAndGet())
                        .users(3)
                        .iterations(11)
                        .build());
        assertThat(measurement.samples()).isEqualTo(11);
        assertThat(byUser.get(0)).hasValue(4);
        assertThat(byUser.get(1)).hasValue(4);
        assertThat(byUser.get(2)).hasValue(3);
    }

    @Test
    void measure_anyRun_leavesNoThreadBehind() {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Runner.create()
                .measure(scenario()
                        .operation(() -> seen.add(Thread.currentThread()))
                        .users(5)
                        .iterations(50)
                        .build());
        assertThat(seen).hasSize(5).noneMatch(Thread::isAlive);
    }

    @Test
    void measure_operationThrows_countsErrorsWithTheirStacksAndNeverATime() {
        Measurement measurement = runner.measure(scenario()
                .operation(user -> {
                    time.advanceMillis(1);
                    switch ((int) user.iteration() % 4) {
                        case 0 -> throw new IllegalStateException("broken");
                        case 1 -> throw new AssertionError("wrong");
                        case 2 -> throw new OutOfMemoryError("full");
                        default -> time.advanceMillis(9);
                    }
                })
                .iterations(8)
                .build());
        assertThat(measurement.samples()).isEqualTo(2);
        assertThat(measurement.min()).isEqualTo(millis(10));
        assertThat(measurement.errors()).isEqualTo(6);
        assertThat(measurement.unexpectedErrors()).isEqualTo(6);
        assertThat(measurement.errorsByType())
                .containsOnly(
                        Map.entry("java.lang.AssertionError", 2L),
                        Map.entry("java.lang.IllegalStateException", 2L),
                        Map.entry("java.lang.OutOfMemoryError", 2L));
        assertThat(measurement.firstErrors().get(0).getStackTrace()).isNotEmpty();
    }

    @Test
    void measure_expectedErrors_areCountedApart() {
        Measurement measurement = runner.measure(scenario()
                .operation(() -> {
                    throw new IllegalStateException("refused");
                })
                .expectError(IllegalStateException.class)
                .iterations(5)
                .build());
        assertThat(measurement.errors()).isEqualTo(5);
        assertThat(measurement.unexpectedErrors()).isZero();
    }

    @Test
    void measure_operationInterruptsItself_goesOn() {
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .operation(() -> {
                            Thread.currentThread().interrupt();
                            throw new IllegalStateException();
                        })
                        .thinkTime(Duration.ofNanos(1))
                        .iterations(5)
                        .build());
        assertThat(measurement.errors()).isEqualTo(5);
    }

    @Test
    void measure_successLeavesAnInterruptBehind_goesOn() {
        Measurement measurement = Runner.create()
                .measure(Scenario.named("s")
                        .perUser(user -> {
                            Thread.currentThread().interrupt();
                            return () -> {};
                        })
                        .prepare(() -> Thread.currentThread().interrupt())
                        .operation(() -> Thread.currentThread().interrupt())
                        .warmUp(WarmUp.iterations(4))
                        .thinkTime(Duration.ofNanos(1))
                        .users(2)
                        .iterations(6)
                        .build());
        assertThat(measurement.samples()).isEqualTo(6);
        assertThat(measurement.errors()).isZero();
    }

    @Test
    void measure_timeThatStandsStill_hasNoCpuShare() {
        Measurement measurement =
                runner.measure(scenario().operation(() -> {}).iterations(5).build());
        assertThat(measurement.cpuShare()).isNaN();
    }

    @Test
    void measure_waiting_isNotCountedAsCpuOfTheOperations() {
        // The wait burns CPU as a spinning one does, by work and not by time, so that a slow machine changes nothing.
        FakeTime spinning = new FakeTime() {
            @Override
            public void awaitNanos(long nanos) {
                long sum = 0;
                for (int i = 0; i < 20_000_000; i++) {
                    sum += i ^ nanos;
                }
                super.awaitNanos(Math.max(nanos, sum & 1));
            }
        };
        // By the fake clock all operations together take 10 ms; the waits burn several times that.
        Scenario.Builder operation =
                scenario().operation(() -> spinning.advanceMillis(1)).iterations(10);
        double closed = Runner.create()
                .withTime(spinning)
                .measure(operation.thinkTime(millis(10)).build())
                .cpuShare();
        double open = Runner.create()
                .withTime(spinning)
                .measure(operation.thinkTime(Duration.ZERO).load(Load.open(100)).build())
                .cpuShare();
        assertThat(closed).isBetween(0.0, 0.9);
        assertThat(open).isBetween(0.0, 0.9);
    }

    @Test
    void measure_fixedWarmUp_isThrownAwayAndCounted() {
        AtomicInteger all = new AtomicInteger();
        List<Boolean> warmingUp = new ArrayList<>();
        Measurement measurement = runner.measure(Scenario.named("s")
                .operation(user -> {
                    warmingUp.add(user.warmingUp());
                    time.advanceMillis(all.incrementAndGet() <= 20 ? 1_000 : 1);
                })
                .warmUp(WarmUp.iterations(20))
                .iterations(10)
                .build());
        assertThat(all).hasValue(30);
        assertThat(measurement.max()).isEqualTo(millis(1));
        assertThat(measurement.warmUp().operations()).isEqualTo(20);
        assertThat(measurement.warmUp().took()).isEqualTo(millis(20_000));
        assertThat(measurement.warmUp().steadyState()).isEqualTo(SteadyState.NOT_CHECKED);
        assertThat(warmingUp.subList(0, 20)).containsOnly(true);
        assertThat(warmingUp.subList(20, 30)).containsOnly(false);
    }

    @Test
    void measure_warmUpWithoutEnd_stopsAtItsCapAndSaysSo() {
        Measurement measurement = runner.measure(Scenario.named("s")
                .operation(user -> time.advanceMillis(10_000 - user.iteration() * 100))
                .warmUp(WarmUp.detected(Duration.ofSeconds(60)))
                .iterations(1)
                .build());
        assertThat(measurement.warmUp().steadyState()).isEqualTo(SteadyState.NOT_REACHED);
        assertThat(measurement.steadyStateReached()).isFalse();
        assertThat(measurement.warmUp().operations()).isEqualTo(7);
    }

    @Test
    void measure_warmUpErrors_areCountedInTheFacts() {
        Measurement measurement = runner.measure(Scenario.named("s")
                .operation(user -> {
                    if (user.warmingUp()) {
                        throw new IllegalStateException();
                    }
                })
                .warmUp(WarmUp.iterations(4))
                .iterations(2)
                .build());
        assertThat(measurement.warmUp().errors()).isEqualTo(4);
        assertThat(measurement.errors()).isZero();
    }

    @Test
    void measure_perUser_surroundsEachUserOnItsOwnThread() {
        Set<Thread> open = ConcurrentHashMap.newKeySet();
        AtomicInteger wrong = new AtomicInteger();
        Runner.create()
                .measure(scenario()
                        .perUser(user -> {
                            open.add(Thread.currentThread());
                            return () -> open.remove(Thread.currentThread());
                        })
                        .operation(() -> {
                            if (!open.contains(Thread.currentThread())) {
                                wrong.incrementAndGet();
                            }
                        })
                        .users(4)
                        .iterations(40)
                        .build());
        assertThat(wrong).hasValue(0);
        assertThat(open).isEmpty();
    }

    @Test
    void measure_userCannotBeSetUp_stopsAllAndSaysWho() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create()
                        .measure(scenario()
                                .perUser(user -> {
                                    if (user.index() == 1) {
                                        throw new IllegalStateException("no connection");
                                    }
                                    return () -> {};
                                })
                                .operation(() -> {})
                                .users(3)
                                .iterations(3)
                                .build()))
                .withMessage("user 1 of scenario \"s\" could not be set up: "
                        + "java.lang.IllegalStateException: no connection");
    }

    @Test
    void measure_setUpReturnsNull_saysSoBeforeMeasuring() {
        AtomicInteger begun = new AtomicInteger();
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> runner.measure(scenario()
                        .perUser(user -> nothing())
                        .operation(begun::incrementAndGet)
                        .iterations(1)
                        .build()))
                .withMessageContaining("user 0 of scenario \"s\" could not be set up")
                .withMessageContaining("the set-up returned null, where something to close was wanted");
        assertThat(begun).hasValue(0);
    }

    @SuppressWarnings("NullAway") // What a caller without null checks may do.
    private static AutoCloseable nothing() {
        return null;
    }

    @Test
    void measure_oneUserFailsWhileAnotherIgnoresInterruption_namesWhoIsLeftBehind() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> stuck = new CompletableFuture<>();
        Scenario scenario = scenario()
                .perUser(user -> {
                    if (user.index() == 0) {
                        stuck.join();
                        throw new IllegalStateException("no connection");
                    }
                    stuck.complete(Thread.currentThread());
                    while (release.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return () -> {};
                })
                .operation(() -> {})
                .users(2)
                .iterations(2)
                .build();
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create().measure(scenario))
                .withMessageContaining("no connection; left behind, because they ignore interruption: user 1");
        release.countDown();
        stuck.join().join();
    }

    @Test
    void measure_userCannotBeClosed_saysWho() {
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> runner.measure(scenario()
                        .perUser(user -> () -> {
                            throw new IllegalStateException("stuck");
                        })
                        .operation(() -> {})
                        .iterations(1)
                        .build()))
                .withMessage("user 0 of scenario \"s\" could not be closed: java.lang.IllegalStateException: stuck");
    }

    @Test
    void measure_virtualUsers_saysWhichKindItWas() {
        Measurement measurement = Runner.create()
                .measure(scenario()
                        .operation(() -> {})
                        .virtualUsers(8)
                        .iterations(800)
                        .build());
        assertThat(measurement.virtual()).isEqualTo(Runtime.version().feature() >= 21);
        assertThat(measurement.samples()).isEqualTo(800);
        if (measurement.virtual()) {
            assertThat(measurement.cpuShare()).isNaN();
        }
    }

    @Test
    void measure_allocatingOperation_knowsItsBytes() {
        List<byte[]> keep = new ArrayList<>();
        Measurement measurement = Runner.create()
                .measure(Scenario.named("s")
                        .prepare(() -> keep.add(new byte[50_000]))
                        .operation(() -> keep.set(0, new byte[10_000]))
                        .warmUp(WarmUp.iterations(100))
                        .iterations(1_000)
                        .build());
        assertThat(measurement.allocatedBytesPerOperation()).isBetween(10_000.0, 11_000.0);
    }

    @Test
    void measure_listener_isToldFromTheCallersThreadAlone() {
        List<String> told = new ArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void started(String scenario) {
                told.add("started " + scenario);
                threads.add(Thread.currentThread());
            }

            @Override
            public void progressed(String scenario, Phase phase, double fraction) {
                assertThat(fraction).isBetween(0.0, 1.0);
                threads.add(Thread.currentThread());
            }

            @Override
            public void finished(String scenario) {
                told.add("finished " + scenario);
                threads.add(Thread.currentThread());
            }
        };
        Runner.create()
                .withListener(listener)
                .measure(scenario().operation(() -> {}).users(2).iterations(100).build());
        assertThat(told).containsExactly("started s", "finished s");
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void measure_listenerThrows_goesOn() {
        ProgressListener broken = new ProgressListener() {
            @Override
            public void started(String scenario) {
                throw new IllegalStateException("terminal gone");
            }
        };
        Measurement measurement = runner.withListener(broken)
                .measure(scenario().operation(() -> {}).iterations(10).build());
        assertThat(measurement.samples()).isEqualTo(10);
    }

    @Test
    void measure_callerInterrupted_stopsTheUsersAndKeepsTheInterrupt() {
        Thread caller = Thread.currentThread();
        assertThatThrownBy(() -> Runner.create()
                        .measure(scenario()
                                .operation(() -> {
                                    caller.interrupt();
                                    new CountDownLatch(1).await();
                                })
                                .iterations(1)
                                .build()))
                .isInstanceOf(PerfException.class)
                .hasMessageContaining("was interrupted from outside");
        assertThat(Thread.interrupted()).isTrue();
    }
}
