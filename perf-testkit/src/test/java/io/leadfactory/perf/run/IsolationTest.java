package io.leadfactory.perf.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.leadfactory.perf.define.IsolationScenario;
import io.leadfactory.perf.define.PerfException;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.measure.IsolationMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class IsolationTest {
    private final FakeTime time = new FakeTime();
    private final AtomicBoolean down = new AtomicBoolean();

    private Scenario bystander(long millisWhileDown) {
        return Scenario.named("search")
                .operation(() -> time.advanceMillis(down.get() ? millisWhileDown : 10))
                .warmUp(WarmUp.iterations(5))
                .iterations(100)
                .build();
    }

    private IsolationScenario.Builder scenario(long millisWhileDown) {
        return IsolationScenario.named("search while billing is down")
                .bystander(bystander(millisWhileDown))
                .fault(() -> down.set(true), () -> down.set(false));
    }

    @Test
    void isolation_coupledBystander_isSeenInItsPhase() {
        IsolationMeasurement isolation =
                Runner.create().withTime(time).isolation(scenario(250).build());
        assertThat(isolation.before().percentile(95)).isBetween(Duration.ofMillis(10), Duration.ofMillis(11));
        assertThat(isolation.during().mean()).isEqualTo(Duration.ofMillis(250));
        assertThat(isolation.after().mean()).isEqualTo(Duration.ofMillis(10));
        assertThat(isolation.use()).isEmpty();
        assertThat(isolation.before().warmUp().operations()).isEqualTo(5);
        assertThat(isolation.during().warmUp().operations()).isZero();
    }

    @Test
    void isolation_usesOfTheBrokenPart_failDuringTheFaultAlone() {
        CountDownLatch failed = new CountDownLatch(3);
        IsolationMeasurement isolation = Runner.create()
                .isolation(IsolationScenario.named("i")
                        .bystander(Scenario.named("search")
                                .operation(() -> {
                                    if (down.get()) {
                                        failed.await();
                                    }
                                })
                                .warmUp(WarmUp.none())
                                .iterations(10)
                                .build())
                        .fault(() -> down.set(true), () -> down.set(false))
                        .broken(
                                () -> {
                                    if (down.get()) {
                                        failed.countDown();
                                        throw new IllegalStateException("billing is down");
                                    }
                                },
                                2,
                                Duration.ZERO)
                        .build());
        // Of three failures by two users the last of each may be told when the fault is over.
        assertThat(isolation.use().orElseThrow().failed()).isPositive();
        assertThat(isolation.use().orElseThrow().sawTheFault()).isTrue();
        assertThat(isolation.use().orElseThrow().firstError())
                .isEqualTo("java.lang.IllegalStateException: billing is down");
    }

    @Test
    void isolation_useThatHangs_countsAsFailedAndIsStopped() {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        IsolationMeasurement isolation = Runner.create()
                .isolation(IsolationScenario.named("i")
                        .bystander(Scenario.named("search")
                                .operation(() -> hanging.await())
                                .warmUp(WarmUp.none())
                                .iterations(1)
                                .build())
                        .fault(() -> {}, () -> {})
                        .broken(() -> {
                            hanging.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException stop) {
                                interrupted.incrementAndGet();
                                throw stop;
                            }
                        })
                        .build());
        assertThat(isolation.use().orElseThrow().sawTheFault()).isTrue();
        assertThat(interrupted).hasValue(1);
    }

    /** What was cut off comes back well when the line is mended, as a request that is sent again. */
    @Test
    void isolation_useThatHangsUntilTheFaultEnds_hasSeenIt() {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch mended = new CountDownLatch(1);
        CountDownLatch cameBack = new CountDownLatch(2);
        IsolationMeasurement isolation = Runner.create()
                .isolation(IsolationScenario.named("i")
                        .bystander(Scenario.named("search")
                                .operation(() -> hanging.await())
                                .warmUp(WarmUp.none())
                                .iterations(1)
                                .build())
                        .fault(() -> {}, () -> {
                            mended.countDown();
                            cameBack.await();
                        })
                        .broken(() -> {
                            hanging.countDown();
                            cameBack.countDown();
                            mended.await();
                        })
                        .build());
        assertThat(isolation.use().orElseThrow()).isEqualTo(new IsolationMeasurement.Use(1, 1, ""));
    }

    @Test
    void stop_manyUsesThatIgnoreIt_waitsForAllOfThemTogether() {
        CountDownLatch begun = new CountDownLatch(6);
        AtomicBoolean released = new AtomicBoolean();
        BrokenUse use = new BrokenUse(6, Duration.ZERO, () -> {
            begun.countDown();
            while (!released.get()) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        use.start();
        assertThatCode(begun::await).doesNotThrowAnyException();
        long began = System.nanoTime();
        use.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
        released.set(true);
    }

    @Test
    void isolation_bystanderFails_endsTheFaultAllTheSame() {
        List<String> switched = new ArrayList<>();
        assertThatExceptionOfType(PerfException.class)
                .isThrownBy(() -> Runner.create()
                        .isolation(IsolationScenario.named("i")
                                .bystander(Scenario.named("search")
                                        .operation(() -> {})
                                        .perUser(user -> {
                                            if (!switched.isEmpty()) {
                                                throw new IllegalStateException("no session");
                                            }
                                            return () -> {};
                                        })
                                        .warmUp(WarmUp.none())
                                        .iterations(1)
                                        .build())
                                .fault(() -> switched.add("begin"), () -> switched.add("end"))
                                .build()))
                .withMessageContaining("no session");
        assertThat(switched).containsExactly("begin", "end");
    }

    @Test
    void isolation_withoutParts_saysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> IsolationScenario.named("i").build())
                .withMessage("scenario \"i\" has no bystander: call bystander(..)");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        IsolationScenario.named("i").bystander(bystander(1)).build())
                .withMessage("scenario \"i\" has no fault: call fault(..)");
    }
}
