package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    @Test
    void build_severalRecorders_mergesThem() {
        Recorder one = Recorder.closed();
        one.record(1_000, 100);
        one.fail(3_000, new IllegalStateException("third"), false);
        Recorder other = Recorder.closed();
        other.record(2_000, 300);
        other.fail(1_500, new IllegalStateException("first"), true);
        other.fail(2_500, new UnsupportedOperationException("second"), false);
        Measurement measurement = Measurement.of("s")
                .users(2, false)
                .add(one)
                .add(other)
                .time(Instant.EPOCH, Duration.ofSeconds(2))
                .build();
        assertThat(measurement.samples()).isEqualTo(2);
        assertThat(measurement.mean()).isEqualTo(Duration.ofNanos(200));
        assertThat(measurement.throughput()).isEqualTo(1);
        assertThat(measurement.errors()).isEqualTo(3);
        assertThat(measurement.unexpectedErrors()).isEqualTo(2);
        assertThat(measurement.errorsByType())
                .containsExactly(
                        java.util.Map.entry("java.lang.IllegalStateException", 2L),
                        java.util.Map.entry("java.lang.UnsupportedOperationException", 1L));
        assertThat(measurement.firstErrors())
                .extracting(Throwable::getMessage)
                .containsExactly("first", "second", "third");
        assertThat(measurement.serviceTime()).isEmpty();
        assertThat(measurement.cpuShare()).isNaN();
    }

    @Test
    void firstErrors_many_keepsTen() {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 50; i++) {
            recorder.fail(i, new IllegalStateException("error " + i), false);
        }
        Measurement measurement = Measurement.of("s").add(recorder).build();
        assertThat(measurement.errors()).isEqualTo(50);
        assertThat(measurement.firstErrors()).hasSize(10);
    }

    @Test
    void build_openModel_keepsResponseServiceAndLagApart() {
        Recorder recorder = Recorder.open();
        recorder.recordDue(100, 150, 250);
        Measurement measurement = Measurement.of("s").add(recorder).build();
        assertThat(measurement.mean()).isEqualTo(Duration.ofNanos(150));
        assertThat(measurement.serviceTime().orElseThrow().mean()).isEqualTo(Duration.ofNanos(100));
        assertThat(measurement.scheduleLag().orElseThrow().mean()).isEqualTo(Duration.ofNanos(50));
    }

    @Test
    void record_wrongModel_refuses() {
        assertThatIllegalStateException().isThrownBy(() -> Recorder.open().record(1, 1));
        assertThatIllegalStateException().isThrownBy(() -> Recorder.closed().recordDue(1, 1, 1));
    }

    @Test
    void timeline_longRun_foldsWithoutLosingAnything() {
        Recorder early = Recorder.closed();
        early.record(10, 7);
        Recorder late = Recorder.closed();
        for (int second = 0; second < 1_000; second++) {
            late.record(second * 1_000_000_000L, 1_000 + second);
        }
        late.fail(999_000_000_000L, new IllegalStateException(), false);
        Measurement measurement = Measurement.of("s").add(early).add(late).build();
        List<Slot> slots = measurement.timeline();
        assertThat(slots).hasSizeBetween(64, 128);
        assertThat(slots.stream().mapToLong(Slot::count).sum()).isEqualTo(1_001);
        assertThat(slots.stream().mapToLong(Slot::errors).sum()).isEqualTo(1);
        assertThat(slots.get(slots.size() - 1).max()).isEqualTo(Duration.ofNanos(1_999));
        assertThat(slots.get(1).offset()).isEqualTo(slots.get(0).width());
    }

    @Test
    void meanInterval_aTenthOfAMillisecond_hasSlicesEnough() {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < 400; i++) {
            recorder.record(i * 250L, 200 + i % 7);
        }
        assertThat(Measurement.of("s").add(recorder).build().meanInterval(0.95)).hasValueSatisfying(interval -> {
            assertThat(interval.low()).isBetween(200.0, 203.0);
            assertThat(interval.high()).isBetween(203.0, 206.0);
        });
    }

    @Test
    void meanInterval_oneSlice_isEmpty() {
        Recorder recorder = Recorder.closed();
        recorder.record(10, 5);
        recorder.record(20, 5);
        assertThat(Measurement.of("s").add(recorder).build().meanInterval(0.95)).isEmpty();
        assertThat(Measurement.of("s").build().meanInterval(0.95)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.6})
    void meanInterval_independentAndCorrelatedTimes_coversTheMean(double correlation) {
        long seed = 99;
        Random random = new Random(seed);
        int trials = 1_000;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            Recorder recorder = Recorder.closed();
            double state = random.nextGaussian();
            for (int i = 0; i < 2_000; i++) {
                state = correlation * state + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
                recorder.record(i * 1_000_000L, Math.round(1_000_000 + 100_000 * state));
            }
            Interval interval =
                    Measurement.of("s").add(recorder).build().meanInterval(0.95).orElseThrow();
            if (interval.low() <= 1_000_000 && 1_000_000 <= interval.high()) {
                covered++;
            }
        }
        // The blocks are finite, so a little below 95 % is allowed; a naive interval covers 67 % of the correlated
        // means.
        assertThat((double) covered / trials).as("seed %d", seed).isBetween(0.92, 0.98);
    }

    @Test
    void generatorLateness_behindAFailedOperation_isTheSystems() {
        Recorder recorder = Recorder.open();
        recorder.recordDue(0, 30, 31);
        recorder.fail(100, new IllegalStateException("broken"), true);
        recorder.recordDue(40, 100, 101);
        Distribution lateness =
                Measurement.of("s").add(recorder).build().generatorLateness().orElseThrow();
        assertThat(lateness.samples()).isEqualTo(2);
        assertThat(lateness.meanNanos()).isEqualTo(15);
        assertThat(lateness.maxNanos()).isEqualTo(30);
    }
}
