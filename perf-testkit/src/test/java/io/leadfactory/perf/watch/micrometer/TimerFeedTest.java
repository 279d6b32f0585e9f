package io.leadfactory.perf.watch.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.watch.Threshold;
import io.leadfactory.perf.watch.Watch;
import io.leadfactory.perf.watch.WatchStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimerFeedTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> heard = new ArrayList<>();

    private Watch watch() {
        return Watch.builder()
                .feed(TimerFeed.of(registry).timer("audit.append", "audit"))
                .threshold(Threshold.mean("audit", Duration.ofMillis(50)).withSamples(2))
                .threshold(Threshold.errorRate("audit", 0.4).withSamples(2))
                .listener(alert -> heard.add(alert.message()))
                .build();
    }

    @Test
    void pull_timers_areRecordedOverAllTagsSinceTheFirstTick() {
        registry.timer("audit.append", "error", "none").record(Duration.ofSeconds(9));
        Watch watch = watch();
        watch.tick();
        assertThat(watch.status()).first().extracting(WatchStatus::samples).isEqualTo(0L);
        registry.timer("audit.append", "error", "none").record(Duration.ofMillis(60));
        registry.timer("audit.append", "error", "TimeoutException").record(Duration.ofMillis(80));
        registry.timer("other").record(Duration.ofSeconds(1));
        watch.tick();
        assertThat(heard)
                .containsExactly(
                        "ALERT: mean of audit is 70.0 ms, at most 50.0 ms is wanted (2 samples in the last 60 s)",
                        "ALERT: error rate of audit is 50.0 %, at most 40.0 % is wanted (2 samples in the last 60 s)");
        watch.tick();
        assertThat(watch.status()).first().extracting(WatchStatus::samples).isEqualTo(2L);
    }

    @Test
    void of_registryOfSteps_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimerFeed.of(new Steps()))
                .withMessageStartingWith(
                        "the registry's counts must only grow: those of a Steps begin anew with each step");
    }

    @Test
    void pull_countsThatShrink_areNotRecorded() {
        MockClock clock = new MockClock();
        SimpleConfig steps = new SimpleConfig() {
            @Override
            public @Nullable String get(String key) {
                return key.equals("simple.mode") ? "STEP" : null;
            }
        };
        MeterRegistry shrinking = new SimpleMeterRegistry(steps, clock);
        Watch watch = Watch.builder()
                .feed(TimerFeed.of(shrinking).timer("audit.append", "audit"))
                .threshold(Threshold.mean("audit", Duration.ofMillis(50)))
                .build();
        watch.tick();
        step(shrinking, clock, watch, 5, 40);
        step(shrinking, clock, watch, 2, 60); // fewer
        step(shrinking, clock, watch, 3, 1); // one more, in less time
        assertThat(watch.status()).first().satisfies(status -> {
            assertThat(status.samples()).isEqualTo(6);
            assertThat(status.value()).isEqualTo(200e6 / 6);
        });
    }

    private static void step(MeterRegistry into, MockClock clock, Watch watch, int number, int millis) {
        for (int i = 0; i < number; i++) {
            into.timer("audit.append").record(Duration.ofMillis(millis));
        }
        clock.add(SimpleConfig.DEFAULT.step());
        watch.tick();
    }

    private static final class Steps extends StepMeterRegistry {
        private Steps() {
            super(
                    new StepRegistryConfig() {
                        @Override
                        public String prefix() {
                            return "steps";
                        }

                        @Override
                        public @Nullable String get(String key) {
                            return null;
                        }
                    },
                    Clock.SYSTEM);
        }

        @Override
        protected void publish() {}

        @Override
        protected TimeUnit getBaseTimeUnit() {
            return TimeUnit.SECONDS;
        }
    }
}
