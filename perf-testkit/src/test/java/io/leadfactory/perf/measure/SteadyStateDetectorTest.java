package io.leadfactory.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SteadyStateDetectorTest {
    private static final long MILLISECOND = 1_000_000;

    /** Returns after how many operations the state was steady, or -1 if it never was. */
    private static int steadyAfter(SteadyStateDetector detector, int operations, LongUnaryOperator nanosOf) {
        long now = 0;
        for (int i = 0; i < operations; i++) {
            long ended = now + nanosOf.applyAsLong(i);
            if (detector.isSteadyAfter(now, ended)) {
                return i + 1;
            }
            now = ended;
        }
        return -1;
    }

    @Test
    void isSteadyAfter_constantTimes_isTrueAfterEightBlocks() {
        SteadyStateDetector detector = SteadyStateDetector.with(() -> 0);
        assertThat(steadyAfter(detector, 10_000, i -> MILLISECOND)).isEqualTo(160);
    }

    @Test
    void isSteadyAfter_longOperations_takesEachAsABlock() {
        SteadyStateDetector detector = SteadyStateDetector.with(() -> 0);
        assertThat(steadyAfter(detector, 100, i -> 50 * MILLISECOND)).isEqualTo(8);
    }

    @Test
    void isSteadyAfter_timesThatFall_isFalse() {
        SteadyStateDetector detector = SteadyStateDetector.with(() -> 0);
        assertThat(steadyAfter(detector, 100, i -> (200 - i) * 2 * MILLISECOND)).isEqualTo(-1);
    }

    @Test
    void isSteadyAfter_partThatChangesInsideConstantTimes_isFalse() {
        SteadyStateDetector detector = SteadyStateDetector.with(() -> 0);
        boolean steady = false;
        for (int i = 0; i < 100 && !steady; i++) {
            long began = i * 50L * MILLISECOND;
            steady = detector.isSteadyAfter(began, began + 50 * MILLISECOND, (150 - i) * MILLISECOND / 5);
        }
        assertThat(steady).isFalse();
    }

    @Test
    void isSteadyAfter_compilerBusy_isFalse() {
        AtomicLong compiled = new AtomicLong();
        SteadyStateDetector detector = SteadyStateDetector.with(() -> compiled.addAndGet(10 * MILLISECOND));
        assertThat(steadyAfter(detector, 10_000, i -> MILLISECOND)).isEqualTo(-1);
    }
}
