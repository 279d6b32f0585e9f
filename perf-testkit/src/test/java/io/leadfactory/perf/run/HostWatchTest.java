package io.leadfactory.perf.run;

import static io.leadfactory.perf.Perf.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.KitSettings;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.PerfSettings;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.Soak;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.machine.Fitness;
import io.leadfactory.perf.machine.HostReading;
import io.leadfactory.perf.machine.HostSource;
import io.leadfactory.perf.machine.ThreadWait;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.MemorySource;
import io.leadfactory.perf.measure.SoakMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class HostWatchTest {
    private static final double SECOND = 1e9;

    private final FakeTime time = new FakeTime();
    private final AtomicLong waited = new AtomicLong();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private double busy;
    private double own;

    private final HostSource host = new HostSource() {
        @Override
        public HostReading read() {
            asked.add("read");
            return new HostReading(2, busy, 0, own, 0, Map.of());
        }

        @Override
        public ThreadWait threadWait() {
            asked.add("open");
            return new ThreadWait() {
                @Override
                public long nanos() {
                    return waited.get();
                }

                @Override
                public void close() {
                    asked.add("close");
                }
            };
        }

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }
    };

    private HostWatch watch(int users) {
        return new HostWatch(host, time, Fitness.notChecked(), users);
    }

    private void pass(long millis, double busyCores, double ownCores) {
        time.advanceMillis(millis);
        busy += busyCores * millis * 1e6;
        own += ownCores * millis * 1e6;
    }

    @Test
    void update_newSpan_knowsTheShareOfItAlone() {
        HostWatch watch = watch(1);
        watch.begin();
        pass(1_000, 2, 0.5);
        watch.update(() -> 0.25 * SECOND);
        assertThat(watch.share()).as("1.5 foreign, 0.25 others of one's own").isCloseTo(1.5 / 1.75, within(1e-9));
        pass(1_000, 1, 1);
        watch.update(() -> 1.25 * SECOND);
        assertThat(watch.share()).isZero();
        assertThat(watch.epoch()).isEqualTo(2);
    }

    /** Two users whose operations have ended in this span, but were at work long before. */
    @Test
    void update_moreBilledThanTheSpanHad_goesByWhatTheThreadsCanHaveHad() {
        HostWatch watch = watch(2);
        watch.begin();
        pass(1_000, 2, 1.5);
        watch.update(() -> 4 * SECOND);
        assertThat(watch.share()).as("0.5 foreign, 0.75 the other user").isCloseTo(0.5 / 1.25, within(1e-9));
    }

    @Test
    void update_tooSoon_readsNothing() {
        HostWatch watch = watch(1);
        watch.begin();
        pass(100, 2, 0);
        watch.update(() -> 0);
        assertThat(watch.epoch()).isZero();
        assertThat(watch.share()).isZero();
    }

    @Test
    void end_wholeRun_isWhatTheUseTells() {
        HostWatch watch = watch(2);
        watch.begin();
        pass(1_000, 2, 0.5);
        watch.update(() -> 0.5 * SECOND);
        pass(1_000, 2, 1.5);
        watch.end(() -> 2 * SECOND);
        assertThat(watch.use(2 * SECOND, SECOND, 2_000_000_000).host().foreignCores())
                .isCloseTo(1, within(1e-9));
        assertThat(watch.use(2 * SECOND, SECOND, 2_000_000_000).waitingShare()).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(watch.doubt(watch.use(2 * SECOND, SECOND, 2_000_000_000))).isEmpty();
    }

    @Test
    void doubt_shortRunOrUnknown_saysWhy() {
        HostWatch watch = watch(1);
        watch.begin();
        pass(400, 2, 0.5);
        watch.end(() -> 0);
        assertThat(watch.doubt(watch.use(1, 1, 400_000_000)))
                .contains("the run was too short to tell whose processes had the cores");
        HostWatch none = HostWatch.none(time, 1);
        assertThat(none.doubt(none.use(1, 1, 1)))
                .contains("the system does not tell how long a thread waits for a core");
    }

    /** A thread that can run 5 ms of each 20 ms, because others have the core: 15 ms of waiting is theirs. */
    @Test
    void measure_othersHaveTheCores_correctsEachOperationAndKeepsTheRawOne() {
        Scenario scenario = Scenario.named("waits")
                .operation(user -> {
                    pass(20, 2, 0);
                    waited.addAndGet(15_000_000);
                })
                .warmUp(WarmUp.iterations(10))
                .iterations(100)
                .build();
        Measurement measurement = Runner.create().withTime(time).withHost(host).measure(scenario);
        assertThat(measurement.mean().toMillis()).isEqualTo(20);
        assertThat(measurement.correctedResponseTime().orElseThrow().mean().toMillis())
                .isEqualTo(5);
        assertThat(measurement.corrected().orElseThrow().doubt()).isEmpty();
        assertThat(measurement.machine().lostShare()).isCloseTo(0.75, within(0.02));
        assertThat(measurement.machineWasTheLimit()).isTrue();
    }

    /** Nothing says that the operations are long enough for the reading of counters to cost them nothing. */
    @Test
    void measure_withoutWarmUp_correctsNothing() {
        Scenario scenario = Scenario.named("unknown")
                .operation(user -> pass(20, 2, 0))
                .warmUp(WarmUp.none())
                .iterations(100)
                .build();
        Measurement measurement = Runner.create().withTime(time).withHost(host).measure(scenario);
        assertThat(measurement.correctedResponseTime()).isEmpty();
    }

    @Test
    void measure_onesOwnThreadsHaveTheCores_correctsNothing() {
        Scenario scenario = Scenario.named("waits for itself")
                .operation(user -> {
                    pass(20, 2, 2);
                    waited.addAndGet(15_000_000);
                })
                .warmUp(WarmUp.iterations(10))
                .iterations(100)
                .build();
        Measurement measurement = Runner.create().withTime(time).withHost(host).measure(scenario);
        assertThat(measurement.correctedResponseTime().orElseThrow().mean().toMillis())
                .isEqualTo(20);
        assertThat(measurement.corrected().orElseThrow().unhindered().mean().toMillis())
                .isEqualTo(5);
        assertThat(measurement.machine().disturbances()).isEqualTo(List.of());
        assertThat(measurement.machineWasTheLimit()).isTrue();
    }

    /** Others have three quarters of what the users wait for, and the operation ages besides. */
    @Test
    void soak_busyMachine_isToldBesideTheTrend() {
        AtomicLong done = new AtomicLong();
        SoakMeasurement soak = soak(() -> {
            pass(10 + done.getAndIncrement() / 20, 2, 0.5);
            waited.addAndGet(7_000_000);
        });

        assertThat(soak.whole().machine().host().foreignCores()).isCloseTo(1.5, within(1e-9));
        assertThat(soak.whole().machineWasTheLimit()).isTrue();
        assertThat(soak.whole().machine().disturbances())
                .singleElement()
                .asString()
                .startsWith("other processes had 1.5 of 2 cores and took ");
        assertThat(soak.whole().corrected())
                .as("the whole has no corrected times, so none are kept")
                .isEmpty();
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Perf.assertThat(soak).doesNotSlowDownBy(percent(20)))
                .withMessageContaining("verdict")
                .withMessageContaining("machine")
                .withMessageContaining("the machine was the limit: 1 user wanted ");
    }

    @Test
    void soak_quietMachine_isNoFact() {
        AtomicLong done = new AtomicLong();
        SoakMeasurement soak = soak(() -> pass(10 + done.getAndIncrement() / 20, 0.5, 0.5));

        assertThat(soak.whole().machine().sentence()).startsWith("quiet: the users had ");
        assertThatExceptionOfType(AssertionFailedError.class)
                .isThrownBy(() -> Perf.assertThat(soak).doesNotSlowDownBy(percent(20)))
                .withMessageNotContaining("the machine was");
    }

    private SoakMeasurement soak(Operation operation) {
        MemorySource memory = new MemorySource() {
            @Override
            public double heapAfterCollection() {
                return 1_000_000;
            }

            @Override
            public double residentBytes() {
                return Double.NaN;
            }
        };
        Scenario work = Scenario.named("ages")
                .operation(operation)
                .warmUp(WarmUp.none())
                .build();
        return Runner.create()
                .withTime(time)
                .withHost(host)
                .withMemory(memory)
                .soak(Soak.of(work, Duration.ofSeconds(20)));
    }

    @Test
    void measure_withTime_looksAtNoMachine() {
        Measurement measurement = Runner.create()
                .withTime(time)
                .measure(Scenario.named("x")
                        .operation(() -> time.advanceMillis(1))
                        .warmUp(WarmUp.none())
                        .iterations(10)
                        .build());
        assertThat(measurement.corrected()).isEmpty();
        assertThat(measurement.machine().sentence()).isEqualTo("unknown");
    }

    /** What opening the counter costs is not the scenario's. */
    @Test
    void measure_waits_areOpenedBeforeTheFirstReadingAndClosed() {
        Runner.create()
                .withTime(time)
                .withHost(host)
                .measure(Scenario.named("x")
                        .operation(() -> time.advanceMillis(1))
                        .warmUp(WarmUp.none())
                        .iterations(10)
                        .build());
        assertThat(asked).startsWith("open", "read").endsWith("close");
    }

    @Test
    void measure_operationHangs_closesTheWaitsAllTheSame() {
        assertThatExceptionOfType(HangException.class)
                .isThrownBy(() -> Runner.create()
                        .withTime(time)
                        .withHost(host)
                        .measure(Scenario.named("x")
                                .operation(() -> new CountDownLatch(1).await())
                                .warmUp(WarmUp.none())
                                .iterations(1)
                                .hangLimit(Duration.ofMillis(50))
                                .build()));
        assertThat(asked).contains("open", "close");
    }

    @Test
    void measure_virtualUsers_openNoWaits() {
        assumeTrue(Threads.hasVirtual());
        Runner.create()
                .withTime(time)
                .withHost(host)
                .measure(Scenario.named("x")
                        .operation(() -> time.advanceMillis(1))
                        .virtualUsers(2)
                        .warmUp(WarmUp.none())
                        .iterations(10)
                        .build());
        assertThat(asked).contains("read").doesNotContain("open");
    }

    private static boolean isCorrected(String setting, long operationNanos, Optional<String> obstacle) {
        PerfSettings settings = PerfSettings.of(
                name -> Optional.of(setting).filter(given -> name.equals(KitSettings.CORRECTION.name())));
        return Correction.isWanted(settings, operationNanos, obstacle);
    }

    @Test
    void correction_setting_decides() {
        assertThat(isCorrected("auto", 200_000, Optional.empty())).isTrue();
        assertThat(isCorrected("auto", 199_999, Optional.empty())).isFalse();
        assertThat(isCorrected("auto", 200_000, Optional.of("a quota"))).isFalse();
        assertThat(isCorrected("on", 1, Optional.of("a quota"))).isTrue();
        assertThat(isCorrected("off", 200_000, Optional.empty())).isFalse();
    }
}
