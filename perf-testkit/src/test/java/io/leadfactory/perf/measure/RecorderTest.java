package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderTest {
    private static final long HOUR = 3_600_000_000_000L;
    private static final int OPERATIONS = 30_000;

    /** Counts each operation by itself, when all are known. */
    private static final class OneByOne {
        private final List<long[]> succeeded = new ArrayList<>();
        private final List<Long> failed = new ArrayList<>();
        private final Histogram histogram = new Histogram(HOUR, 3);
        private long last;

        private void record(long ended, long nanos) {
            long time = Math.max(0, nanos);
            succeeded.add(new long[] {Math.max(0, ended), time});
            histogram.recordValue(Math.min(HOUR, time));
            last = Math.max(last, ended);
        }

        private void fail(long ended) {
            failed.add(Math.max(0, ended));
            last = Math.max(last, ended);
        }

        private Distribution distribution() {
            return Distribution.of(
                    histogram,
                    succeeded.stream().mapToLong(each -> each[1]).min().orElse(0),
                    succeeded.stream().mapToLong(each -> each[1]).max().orElse(0),
                    succeeded.stream().mapToDouble(each -> each[1]).sum());
        }

        private List<Slot> timeline() {
            int shift = 10;
            while (last >> shift >= 128) {
                shift++;
            }
            int number = (int) (last >> shift) + 1;
            long[] count = new long[number];
            long[] errors = new long[number];
            double[] sum = new double[number];
            long[] max = new long[number];
            for (long[] each : succeeded) {
                int slot = (int) (each[0] >> shift);
                count[slot]++;
                sum[slot] += each[1];
                max[slot] = Math.max(max[slot], each[1]);
            }
            for (long each : failed) {
                errors[(int) (each >> shift)]++;
            }
            Duration width = Duration.ofNanos(1L << shift);
            List<Slot> slots = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                long mean = count[i] == 0 ? 0 : Math.round(sum[i] / count[i]);
                slots.add(new Slot(
                        width.multipliedBy(i),
                        width,
                        count[i],
                        errors[i],
                        Duration.ofNanos(mean),
                        Duration.ofNanos(max[i])));
            }
            return slots;
        }
    }

    private static List<String> steps(Distribution distribution) {
        List<String> steps = new ArrayList<>();
        distribution.forEach((nanos, count) -> steps.add(nanos + " ns: " + count));
        return steps;
    }

    /** Many within a slice, then none for many slices; long and short ones; failures, and some that come out of order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42, 99})
    void record_randomOperations_givesWhatCountingOneByOneGives(long seed) {
        Random random = new Random(seed);
        Recorder recorder = Recorder.closed();
        OneByOne expected = new OneByOne();
        long now = 0;
        for (int i = 0; i < OPERATIONS; i++) {
            now += random.nextLong(1L << (random.nextInt(2_000) == 0 ? 30 : 1 + random.nextInt(12)));
            long ended = random.nextInt(100) == 0 ? now - random.nextLong(1L << 20) : now;
            if (random.nextInt(200) == 0) {
                recorder.fail(ended, new IllegalStateException(), false);
                expected.fail(ended);
            } else {
                long nanos = (random.nextLong() >>> (22 + random.nextInt(42))) - random.nextInt(3);
                recorder.record(ended, nanos);
                expected.record(ended, nanos);
            }
            if (random.nextInt(3_000) == 0) {
                assertThat(recorder.timedNanos())
                        .as("seed %d", seed)
                        .isEqualTo(expected.distribution().sum());
            }
        }
        Measurement measurement = Measurement.of("s").add(recorder).build();
        Distribution times = expected.distribution();
        assertThat(steps(measurement.responseTime())).as("seed %d", seed).isEqualTo(steps(times));
        assertThat(measurement.min()).isEqualTo(times.min());
        assertThat(measurement.max()).isEqualTo(times.max());
        assertThat(measurement.responseTime().sum()).isEqualTo(times.sum());
        assertThat(measurement.timeline()).as("seed %d", seed).isEqualTo(expected.timeline());
        assertThat(measurement.errors()).isEqualTo(expected.failed.size());
    }

    /** As many as fill what is put aside exactly, and one fewer or more, with nothing that would tell slices apart. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 512, 513})
    void record_anyNumberWithinASlice_countsAll(int number) {
        Recorder recorder = Recorder.closed();
        for (int i = 0; i < number; i++) {
            recorder.record(1, 3);
        }
        Measurement measurement = Measurement.of("s").add(recorder).build();
        assertThat(measurement.samples()).isEqualTo(number);
        assertThat(measurement.timeline().stream().mapToLong(Slot::count).sum()).isEqualTo(number);
        assertThat(recorder.timedNanos()).isEqualTo(3.0 * number);
    }
}
