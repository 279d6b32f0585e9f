package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeakTest {
    private static final long SEED = 20261127;
    private static final int TRIALS = 2_000;

    private static Leak leak(long operations, double... heap) {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < heap.length; i++) {
            cycles.add(new Cycle(i, Duration.ofSeconds(i), operations, 0, heap[i], Double.NaN));
        }
        return new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(9), cycles, 0, List.of()).leak();
    }

    @Test
    void of_straightLine_isTheBytesOfAnOperation() {
        Leak leak = leak(200, 0, 204_800, 409_600, 614_400, 819_200, 1_024_000, 1_228_800, 1_433_600);
        assertThat(leak).isEqualTo(new Leak(1_024, 1_024, 1_024, 1_024, 1_024, 8));
        assertThat(leak.isAbove(Leak.TOLERANCE)).isTrue();
        assertThat(leak.isWithin(Leak.TOLERANCE)).isFalse();
    }

    @Test
    void of_cyclesOfDifferentWork_countsOperationsNotCycles() {
        List<Cycle> cycles = new ArrayList<>();
        double heap = 0;
        for (int i = 0; i < 8; i++) {
            long operations = i % 2 == 0 ? 100 : 900;
            heap += 40 * operations;
            cycles.add(new Cycle(i, Duration.ofSeconds(i), operations, 0, heap, Double.NaN));
        }
        Leak leak = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ZERO, cycles, 0, List.of()).leak();
        assertThat(leak.low()).isEqualTo(40);
        assertThat(leak.high()).isEqualTo(40);
    }

    @Test
    void of_growthThatStops_isNoLeak() {
        Leak leak = leak(100, 0, 50_000, 90_000, 120_000, 140_000, 150_000, 150_100, 150_200, 150_100, 150_150);
        assertThat(leak.low()).as("over all cycles the heap does grow").isPositive();
        assertThat(leak.isAbove(Leak.TOLERANCE)).isFalse();
        assertThat(leak.isWithin(Leak.TOLERANCE)).isFalse();
    }

    @Test
    void of_noWorkOrFewCycles_isUnknown() {
        assertThat(leak(0, 1, 2, 3, 4, 5, 6).low()).isNaN();
        assertThat(leak(10, 1, 2, 3).high()).isNaN();
        assertThat(leak(10, 1, 2, 3).isAbove(0)).isFalse();
        assertThat(leak(10, 1, 2, 3).isWithin(1_000_000)).isFalse();
        assertThat(leak(10).bytesPerOperation()).isNaN();
    }

    /** Noise that remembers itself, as a heap does; a bound of 99.9 % must not be passed by chance. */
    @ParameterizedTest
    @CsvSource({"0, 8", "0.5, 8", "0.5, 16", "0.7, 16"})
    void of_noiseWithMemory_isAlmostNeverALeak(double memory, int cycles) {
        Random random = new Random(SEED);
        int found = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            if (leak(200, heap(random, cycles, 0, memory)).isAbove(Leak.TOLERANCE)) {
                found++;
            }
        }
        assertThat((double) found / TRIALS).as("seed %d", SEED).isLessThanOrEqualTo(0.005);
    }

    @Test
    void of_kilobyteAnOperationInNoise_isFound() {
        Random random = new Random(SEED);
        int found = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            if (leak(200, heap(random, 8, 1_024 * 200, 0.5)).isAbove(Leak.TOLERANCE)) {
                found++;
            }
        }
        assertThat((double) found / TRIALS).as("seed %d", SEED).isGreaterThan(0.99);
    }

    @Test
    void rank_small_isAsCountedByHand() {
        // Of the 120 orders of five, one has no inversion and four have one.
        assertThat(Kendall.rank(5, 1 / 120.0 + 1e-9)).isEqualTo(1);
        assertThat(Kendall.rank(5, 1 / 120.0 - 1e-9)).isZero();
        assertThat(Kendall.rank(5, 5 / 120.0 + 1e-9)).isEqualTo(2);
        assertThat(Kendall.rank(4, 0.025)).isZero();
        assertThat(Kendall.rank(40, 0.025)).isBetween(280, 310);
    }

    private static double[] heap(Random random, int cycles, double slope, double memory) {
        double[] heap = new double[cycles];
        double noise = 0;
        for (int i = 0; i < cycles; i++) {
            noise = memory * noise + 20_000 * random.nextGaussian();
            heap[i] = 5_000_000 + slope * i + noise;
        }
        return heap;
    }

    @Test
    void tail_small_isAsCountedByHand() {
        double[] slopes = {-1, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(Kendall.tail(slopes, 5, -2)).isEqualTo(1 / 120.0);
        assertThat(Kendall.tail(slopes, 5, 0)).isCloseTo(5 / 120.0, within(1e-12));
        assertThat(Kendall.tail(slopes, 5, 8.5)).isCloseTo(5 / 120.0, within(1e-12));
        assertThat(Kendall.tail(slopes, 5, 9))
                .as("a slope on the limit is on neither side")
                .isCloseTo(5 / 120.0, within(1e-12));
        assertThat(Kendall.tail(slopes, 5, 4.5)).isGreaterThan(0.5);
    }
}
