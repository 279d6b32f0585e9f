package io.leadfactory.budget.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.plan.BudgetStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slice knows beforehand what its exposure means: it must say the same as who adds up, whatever is done to it. */
class SliceStatusTest {
    private static final SliceGroup.Listener SILENT = new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {}
    };

    private static BudgetStatus meaning(long exposure, long warn, long stop) {
        return exposure < warn ? BudgetStatus.OK : exposure < stop ? BudgetStatus.WARNING : BudgetStatus.STOP;
    }

    private static Slice slice(long stop, long warn) {
        return new Slice(stop, exposure -> meaning(exposure, warn, stop), warn / 2, warn, stop);
    }

    @Test
    void status_atEachLine_changesWithTheUnit() {
        Slice slice = slice(95, 80);
        SliceGroup group = new SliceGroup(List.of(slice), SILENT);

        long first = group.tryReserve(79, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.OK);
        long second = group.tryReserve(1, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.WARNING);
        group.hush();
        group.tryReserve(14, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.WARNING);
        group.tryReserve(1, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.STOP);
        group.hush();
        group.end(second, 0);
        assertThat(slice.status()).isEqualTo(BudgetStatus.WARNING);
        group.end(first, 0);
        assertThat(slice.status()).isEqualTo(BudgetStatus.OK);
    }

    @Test
    void status_grantedOtherLines_meansWhatTheseSay() {
        Slice slice = slice(95, 80);
        new SliceGroup(List.of(slice), SILENT).tryReserve(60, SliceGroup.NEVER);

        slice.grant(95, exposure -> meaning(exposure, 50, 95), 50, 95);
        assertThat(slice.status()).isEqualTo(BudgetStatus.WARNING);
        slice.grant(40, exposure -> meaning(exposure, 30, 40), 30, 40);
        assertThat(slice.status()).isEqualTo(BudgetStatus.STOP);
        slice.grant(950, exposure -> meaning(exposure, 800, 950), 800, 950);
        assertThat(slice.status()).isEqualTo(BudgetStatus.OK);
    }

    @Test
    void status_largestGrant_isExact() {
        Slice slice = slice(Long.MAX_VALUE, Long.MAX_VALUE - 1);
        SliceGroup group = new SliceGroup(List.of(slice), SILENT);

        long most = group.tryReserve(Long.MAX_VALUE - 2, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.OK);
        group.tryReserve(1, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.WARNING);
        group.tryReserve(1, SliceGroup.NEVER);
        assertThat(slice.status()).isEqualTo(BudgetStatus.STOP);
        group.end(most, 0);
        assertThat(slice.status()).isEqualTo(BudgetStatus.OK);
    }

    @Test
    void status_severalSlices_isThatOfTheWorst() {
        Slice near = slice(95, 80);
        SliceGroup both = new SliceGroup(List.of(slice(950, 800), near), SILENT);

        assertThat(both.status()).isEqualTo(BudgetStatus.OK);
        both.tryReserve(80, SliceGroup.NEVER);
        assertThat(both.status()).isEqualTo(BudgetStatus.WARNING);
    }

    @ParameterizedTest
    @ValueSource(longs = {20261201, 20261202, 20261203, 20261204})
    void status_anythingDone_isWhatTheExposureMeans(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long stop = 1_000L << random.nextInt(50);
        Slice slice = slice(stop, stop / 5 * 4);
        SliceGroup group = new SliceGroup(List.of(slice), SILENT);
        List<Long> tickets = new ArrayList<>();
        long warn = stop / 5 * 4;
        for (int i = 0; i < 20_000; i++) {
            int what = random.nextInt(100);
            if (what < 50) {
                long ticket = group.tryReserve(1 + random.nextLong(stop / 20), SliceGroup.NEVER);
                if (ticket > 0) {
                    tickets.add(ticket);
                }
            } else if (what < 90 && !tickets.isEmpty()) {
                long held = group.held(tickets.get(0));
                group.end(tickets.remove(0), random.nextInt(5) == 0 ? held + random.nextLong(stop / 20) : held / 20);
            } else if (what < 95) {
                slice.giveBack((slice.exposure() - slice.tally().held()) / 2);
            } else if (what < 97) {
                group.hush();
            } else if (what < 98) {
                warn = stop / 10 * (5 + random.nextInt(5));
                long drawn = warn;
                slice.grant(stop, exposure -> meaning(exposure, drawn, stop), warn / 3, warn, stop);
            }
            assertThat(slice.status())
                    .describedAs("seed %d, step %d, exposure %d", seed, i, slice.exposure())
                    .isEqualTo(meaning(slice.exposure(), warn, stop));
        }
    }

    @Test
    void status_threadsThatCollideFarFromEveryLine_isOkAllTheTime() throws Exception {
        Slice slice = slice(1L << 50, 1L << 49);
        SliceGroup group = new SliceGroup(List.of(slice), SILENT);
        AtomicBoolean other = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> calls = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                calls.add(pool.submit(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        long ticket = group.tryReserve(100, SliceGroup.NEVER);
                        if (slice.status() != BudgetStatus.OK) {
                            other.set(true);
                        }
                        group.end(ticket, 1);
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(other).isFalse();
        assertThat(slice.exposure()).isEqualTo(200_000);
    }
}
