package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.perf.measure.MemoryTrend.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendTest {
    @Test
    void of_straightLine_isExact() {
        Trend trend = Trend.of(10, 13, 16, 19, 22, 25);
        assertThat(trend).isEqualTo(new Trend(3, 3, 3, 6));
        assertThat(trend.growth()).isEqualTo(15);
        assertThat(trend.rises()).isTrue();
    }

    @Test
    void of_oneOutlier_doesNotMove() {
        assertThat(Trend.of(10, 10, 10, 9_999, 10, 10, 10, 10).slope()).isZero();
    }

    @Test
    void of_fewerThanFive_hasNoInterval() {
        assertThat(Trend.of(1, 2, 3, 4).slope()).isEqualTo(1);
        assertThat(Trend.of(1, 2, 3, 4).low()).isNaN();
        assertThat(Trend.of(1, 2, 3, 4, 5).low()).isEqualTo(1);
        assertThat(Trend.of(1).slope()).isNaN();
    }

    @Test
    void of_unknownValue_isUnknown() {
        assertThat(Trend.of(1, 2, Double.NaN, 4, 5, 6).slope()).isNaN();
        assertThat(Trend.of(1, 2, Double.NaN, 4, 5, 6).rises()).isFalse();
    }

    @Test
    void of_noiseWithoutTrend_rarelyRises() {
        long seed = 4;
        Random random = new Random(seed);
        int trials = 4_000;
        int rises = 0;
        int covered = 0;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[8];
            for (int i = 0; i < values.length; i++) {
                values[i] = 2 * i + random.nextGaussian();
            }
            Trend trend = Trend.of(values);
            if (trend.low() <= 2 && 2 <= trend.high()) {
                covered++;
            }
            if (trend.low() > 2) {
                rises++;
            }
        }
        assertThat((double) covered / trials).as("seed %d", seed).isGreaterThan(0.93);
        assertThat((double) rises / trials).as("seed %d", seed).isLessThan(0.035);
    }

    @Test
    void heap_droppedCycles_areLeftOut() {
        List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double heap = i < 2 ? 1_000_000 * i : 2_000_000 + 10 * i;
            cycles.add(new Cycle(i, Duration.ofSeconds(i), 5, 1, heap, Double.NaN));
        }
        MemoryTrend trend = new MemoryTrend("m", 1, Instant.EPOCH, Duration.ofSeconds(10), cycles, 2, List.of());
        assertThat(trend.heap().growth()).isEqualTo(70);
        assertThat(trend.kept()).hasSize(8);
        assertThat(trend.resident().slope()).isNaN();
        assertThat(trend.operations()).isEqualTo(50);
        assertThat(trend.errors()).isEqualTo(10);
    }

    @Test
    void memoryTrend_moreDroppedThanThere_refuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryTrend("m", 1, Instant.EPOCH, Duration.ZERO, List.of(), 1, List.of()))
                .withMessage("dropped cycles must be within 0 and 0: 1");
    }

    @Test
    void residentBytes_statusOfLinux_isRead() {
        assertThat(MemorySource.SystemMemory.residentBytes(List.of("Name:\tjava", "VmRSS:\t   2048 kB")))
                .isEqualTo(2048 * 1024);
        assertThat(MemorySource.SystemMemory.residentBytes(List.of("Name:\tjava")))
                .isNaN();
    }

    @Test
    void heapAfterCollection_thisJvm_isPositive() {
        assertThat(MemorySource.system().heapAfterCollection()).isPositive();
    }
}
