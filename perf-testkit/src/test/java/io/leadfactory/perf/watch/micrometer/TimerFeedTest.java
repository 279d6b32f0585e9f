package io.leadfactory.perf.watch.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.perf.watch.Threshold;
import io.leadfactory.perf.watch.Watch;
import io.leadfactory.perf.watch.WatchStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
