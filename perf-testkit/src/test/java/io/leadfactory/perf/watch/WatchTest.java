package io.leadfactory.perf.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final long MILLI = 1_000_000;
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong(17);
    private final AtomicLong memory = new AtomicLong(100L << 20);
    private final List<String> heard = new ArrayList<>();

    private Watch.Builder builder(Threshold... thresholds) {
        Watch.Builder builder = Watch.builder()
                .clocks(nanos::get, Clock.fixed(NOW, ZoneOffset.UTC))
                .memory(memory::get)
                .listener(alert -> heard.add(alert.message()));
        List.of(thresholds).forEach(builder::threshold);
        return builder;
    }

    private void seconds(long number) {
        nanos.addAndGet(number * 1_000_000_000);
    }

    private static void record(Watch watch, String operation, int times, long millis) {
        for (int i = 0; i < times; i++) {
            watch.record(operation, millis * MILLI, false);
        }
    }

    @Test
    void tick_meanCrossedAndBack_alertsOnceAndClearsOnce() {
        Watch watch = builder(Threshold.mean("audit", Duration.ofMillis(50))).build();
        record(watch, "audit", 20, 60);
        watch.tick();
        watch.tick();
        assertThat(heard)
                .containsExactly(
                        "ALERT: mean of audit is 60.0 ms, at most 50.0 ms is wanted (20 samples in the last 60 s)");
        seconds(70);
        record(watch, "audit", 20, 10);
        watch.tick();
        watch.tick();
        assertThat(heard)
                .hasSize(2)
                .last()
                .isEqualTo(
                        "all clear: mean of audit is 10.0 ms, at most 50.0 ms is wanted (20 samples in the last 60 s)");
    }

    @Test
    void tick_tooFewSamples_saysNothingEitherWay() {
        Watch watch = builder(Threshold.mean("audit", Duration.ofMillis(50))).build();
        record(watch, "audit", 19, 60);
        watch.tick();
        assertThat(heard).isEmpty();
        record(watch, "audit", 1, 60);
        watch.tick();
        assertThat(heard).hasSize(1);
        seconds(70);
        watch.tick();
        assertThat(heard).as("silence is no all-clear").hasSize(1);
        assertThat(watch.status().get(0).alerting()).isTrue();
    }

    @Test
    void tick_waveringAboutTheLimit_doesNotFlap() {
        Watch watch = builder(Threshold.mean("audit", Duration.ofMillis(50))).build();
        for (int i = 0; i < 10; i++) {
            record(watch, "audit", 20, i % 2 == 0 ? 51 : 49);
            watch.tick();
            seconds(70);
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void tick_oldSlicesLeaveTheWindow_oneByOne() {
        Watch watch = builder(Threshold.max("audit", Duration.ofMillis(50))).build();
        record(watch, "audit", 1, 60);
        seconds(59);
        record(watch, "audit", 1, 1);
        watch.tick();
        assertThat(heard).hasSize(1);
        seconds(1);
        watch.tick();
        assertThat(heard).as("the slow one is a window old").hasSize(2);
    }

    @Test
    void tick_p95_isTrueToAnEighth() {
        Watch watch = builder(Threshold.p95("audit", Duration.ofMillis(50))).build();
        record(watch, "audit", 900, 1);
        record(watch, "audit", 100, 80);
        assertThat(watch.status().get(0).value()).isCloseTo(80e6, within(10e6));
        watch.tick();
        assertThat(heard).hasSize(1).first().asString().startsWith("ALERT: P95 of audit");
    }

    @Test
    void tick_errorRate_countsWhatThrew() {
        Watch watch = builder(Threshold.errorRate("audit", 0.1)).build();
        for (int i = 0; i < 30; i++) {
            boolean fails = i % 5 == 0;
            if (fails) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> watch.timedAction("audit", () -> {
                            throw new IOException("lost");
                        }));
            } else {
                assertThat(watch.timed("audit", () -> "written")).isEqualTo("written");
            }
        }
        watch.tick();
        assertThat(heard)
                .containsExactly(
                        "ALERT: error rate of audit is 20.0 %, at most 10.0 % is wanted (30 samples in the last 60 s)");
    }

    @Test
    void tick_throughput_isJudgedOnlyOnceTheWindowIsFull() {
        Watch watch = builder(Threshold.throughput("audit", 15)).build();
        for (int i = 0; i < 12; i++) {
            record(watch, "audit", 50, 1);
            watch.tick();
            seconds(5);
        }
        assertThat(heard).isEmpty();
        record(watch, "audit", 50, 1);
        watch.tick();
        assertThat(heard).hasSize(1).first().asString().startsWith("ALERT: throughput of audit is 10");
        for (int i = 0; i < 13; i++) {
            seconds(5);
            record(watch, "audit", 100, 1);
        }
        watch.tick();
        assertThat(heard).hasSize(2).last().asString().startsWith("all clear: throughput of audit is 2");
    }

    @Test
    void tick_memory_alertsOnTheIncreaseWithinTheWindow() {
        Watch watch = builder(Threshold.memoryIncrease(50L << 20)).build();
        watch.tick();
        seconds(5);
        memory.addAndGet(60L << 20);
        watch.tick();
        assertThat(heard)
                .containsExactly(
                        "ALERT: memory increase is 60.0 MB, at most 50.0 MB is wanted (2 samples in the last 60 s)");
        seconds(60);
        watch.tick();
        assertThat(heard).hasSize(2);
    }

    @Test
    void tick_memoryThatCannotBeTold_isNoIncrease() {
        Watch watch = builder(Threshold.memoryIncrease(50L << 20)).build();
        memory.set(-1);
        watch.tick();
        assertThat(watch.status().get(0).samples()).isZero();
        seconds(5);
        memory.set(200L << 20);
        watch.tick();
        assertThat(heard).isEmpty();
        assertThat(watch.status().get(0).samples()).isEqualTo(1);
        seconds(60);
        memory.set(-1);
        watch.tick();
        assertThat(watch.status().get(0).value())
                .as("the last one is a window old")
                .isNaN();
    }

    @Test
    void tick_memoryThrows_theRestIsJudgedNevertheless() {
        Watch watch = builder(Threshold.memoryIncrease(50L << 20), Threshold.max("audit", Duration.ofMillis(50)))
                .memory(() -> {
                    throw new IllegalStateException("no account");
                })
                .build();
        record(watch, "audit", 1, 60);
        watch.tick();
        assertThat(heard).hasSize(1).first().asString().startsWith("ALERT: max of audit");
    }

    @Test
    void tick_listenerTakesLong_figuresAreThoseOfOneMoment() {
        Watch watch = builder(Threshold.max("audit", Duration.ofMillis(50)), Threshold.throughput("audit", 5))
                .listener(alert -> seconds(600))
                .build();
        for (int i = 0; i < 13; i++) {
            record(watch, "audit", 50, i == 12 ? 60 : 1);
            seconds(i == 12 ? 0 : 5);
        }
        watch.tick();
        assertThat(heard).hasSize(1).first().asString().startsWith("ALERT: max of audit");
    }

    @Test
    void close_listenerHangs_neitherItNorStatusHangs() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Watch watch = builder(Threshold.max("audit", Duration.ofMillis(50)))
                .window(Duration.ofMillis(12))
                .listener(alert -> {
                    inside.countDown();
                    try {
                        goOn.await();
                        interrupted.complete(false);
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                    }
                })
                .build();
        record(watch, "audit", 1, 60);
        watch.start();
        try {
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Integer> closed = CompletableFuture.supplyAsync(() -> {
                int thresholds = watch.status().size();
                watch.close();
                return thresholds;
            });
            assertThat(closed.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        } finally {
            goOn.countDown();
        }
        assertThat(interrupted.get(60, TimeUnit.SECONDS))
                .as("a tick that is under way is not interrupted")
                .isFalse();
    }

    @Test
    void start_feedThrowsAnError_ticksGoOn() throws InterruptedException {
        CountDownLatch ticked = new CountDownLatch(3);
        try (Watch watch = Watch.builder()
                .window(Duration.ofMillis(12))
                .feed(into -> {
                    ticked.countDown();
                    throw new StackOverflowError("as of a feed that calls itself");
                })
                .build()) {
            watch.start();
            assertThat(ticked.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tick_defaults_areThoseOfTheContract() {
        Watch watch = builder().build();
        record(watch, "audit", 20, 51);
        record(watch, "budget", 20, 11);
        record(watch, "recovery", 1, 101);
        watch.tick();
        assertThat(heard).hasSize(3);
        assertThat(watch.status()).hasSize(5);
    }

    @Test
    void tick_listenerThrows_othersHearAndTheWatchGoesOn() {
        Watch watch = builder(Threshold.max("audit", Duration.ofMillis(50)))
                .listener(alert -> {
                    throw new IllegalStateException("no mail server");
                })
                .listener(alert -> heard.add("second"))
                .feed(into -> {
                    throw new IllegalStateException("no registry");
                })
                .build();
        watch.listen(alert -> heard.add("third"));
        record(watch, "audit", 1, 60);
        watch.tick();
        assertThat(heard).hasSize(3).endsWith("second", "third");
    }

    @Test
    void record_manyNames_staysBounded() {
        Watch watch =
                builder(Threshold.max(Watch.OTHERS, Duration.ofMillis(50))).build();
        for (int i = 0; i < 1_000; i++) {
            watch.record("operation " + i, 60 * MILLI, false);
        }
        assertThat(watch.status().get(0).samples()).isEqualTo(800);
    }

    @Test
    void record_manyNames_leaveThoseOfThresholdsTheirPlace() {
        Watch watch = builder(Threshold.max("late", Duration.ofMillis(50)), Threshold.memoryIncrease(50L << 20))
                .build();
        assertThat(watch.status().get(0).value()).isNaN();
        for (int i = 0; i < 1_000; i++) {
            watch.record("operation " + i, MILLI, false);
        }
        record(watch, "late", 1, 60);
        assertThat(watch.status().get(0)).satisfies(status -> {
            assertThat(status.samples()).isEqualTo(1);
            assertThat(status.value()).isEqualTo(60e6);
        });
    }

    @Test
    void record_manyThreads_losesNothing() throws InterruptedException {
        Watch watch = builder(Threshold.mean("audit", Duration.ofMillis(50))).build();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> record(watch, "audit", 5_000, 2));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(watch.status().get(0)).satisfies(status -> {
            assertThat(status.samples()).isEqualTo(20_000);
            assertThat(status.value()).isEqualTo(2e6);
        });
    }

    @Test
    void start_twice_isRefusedAndCloseEndsTheThread() throws InterruptedException {
        CountDownLatch ticked = new CountDownLatch(2);
        CompletableFuture<Thread> ticking = new CompletableFuture<>();
        Watch watch = Watch.builder()
                .window(Duration.ofMillis(12))
                .feed(into -> {
                    ticking.complete(Thread.currentThread());
                    ticked.countDown();
                })
                .build()
                .start();
        assertThatIllegalStateException().isThrownBy(watch::start);
        assertThat(ticked.await(30, TimeUnit.SECONDS)).isTrue();
        watch.close();
        watch.close();
        Thread thread = ticking.join();
        assertThat(thread.getName()).isEqualTo("perf-watch");
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void bucket_everyTime_liesWithinAnEighthOfItsMiddle() {
        for (long time = 1_024; time < 3_000_000_000_000L; time += time / 7 + 1) {
            assertThat(Slot.timeOf(Slot.bucket(time))).isCloseTo((double) time, within(time / 8.0));
        }
        assertThat(Slot.bucket(0)).isZero();
        assertThat(Slot.bucket(Long.MAX_VALUE)).isEqualTo(Slot.BUCKETS - 1);
    }

    @Test
    void threshold_wrong_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.errorRate("audit", 0))
                .withMessage("limit of error rate must be a positive number: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threshold.throughput(" ", 1))
                .withMessage("operation of throughput must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Watch.builder().window(Duration.ZERO))
                .withMessage("window must be positive: PT0S");
    }

    @Test
    void readme_watch() {
        // readme:watch
        Watch watch = Watch.builder()
                .threshold(Threshold.mean("audit", Duration.ofMillis(50)))
                .threshold(Threshold.errorRate("audit", 0.01))
                .threshold(Threshold.memoryIncrease(50_000_000))
                .listener(alert -> System.out.println(alert.message()))
                .build();
        String stored = watch.timed("audit", () -> "stored");
        watch.tick(); // or watch.start(), which ticks by itself until close()
        // end:watch
        assertThat(stored).isEqualTo("stored");
        watch.close();
    }
}
