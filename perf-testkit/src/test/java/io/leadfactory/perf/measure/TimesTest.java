package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final long HOUR = 3_600_000_000_000L;

    private static Histogram library() {
        return new Histogram(HOUR, 3);
    }

    /** As long as any number of bits may be, so that each doubling is met as often as the others. */
    private static long any(Random random) {
        long time = random.nextLong() >>> (1 + random.nextInt(63));
        return random.nextInt(20) == 0 ? -time : time;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void histogram_randomTimes_isTheLibrarysOwn(long seed) {
        Random random = new Random(seed);
        Times times = new Times();
        Histogram expected = library();
        for (int i = 0; i < 200_000; i++) {
            long time = any(random);
            times.record(time);
            expected.recordValue(Math.max(0, Math.min(HOUR, time)));
        }
        assertThat(times.histogram()).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void histogram_timesAroundEachPowerOfTwo_isTheLibrarysOwn() {
        for (int bits = 0; bits < 63; bits++) {
            for (long off = -2; off <= 2; off++) {
                long time = Math.max(0, (1L << bits) + off);
                Times times = new Times();
                times.record(time);
                Histogram expected = library();
                expected.recordValue(Math.min(HOUR, time));
                assertThat(times.histogram()).as("%d ns", time).isEqualTo(expected);
            }
        }
    }

    @Test
    void record_longestOfAll_isCounted() {
        Times times = new Times();
        times.record(Long.MAX_VALUE);
        Histogram expected = library();
        expected.recordValue(HOUR);
        assertThat(times.histogram()).isEqualTo(expected);
        assertThat(times.distribution().maxNanos()).isEqualTo((double) Long.MAX_VALUE);
    }

    @Test
    void add_oneWithLongerTimes_countsBoth() {
        Times few = new Times();
        few.record(5);
        Times slow = new Times();
        slow.record(2 * HOUR);
        few.add(slow);
        slow.add(few);
        Histogram two = library();
        two.recordValue(5);
        two.recordValue(HOUR);
        assertThat(few.histogram()).isEqualTo(two);
        Histogram three = library();
        three.recordValue(5);
        three.recordValueWithCount(HOUR, 2);
        assertThat(slow.histogram()).isEqualTo(three);
        assertThat(slow.sum()).isEqualTo(5.0 + 4 * HOUR);
    }
}
