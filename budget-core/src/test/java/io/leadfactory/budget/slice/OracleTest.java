package io.leadfactory.budget.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads that reserve, commit, release, overrun and expire at random, against whole numbers of any size. How many operations in
 * all is the system property {@code budget.oracle.operations}.
 */
class OracleTest {
    private final AtomicLong expired = new AtomicLong();
    private static final long OPERATIONS = Long.getLong("budget.oracle.operations", 2_000_000);
    private static final int THREADS = 8;
    private static final int BATCHES = 20;

    private final SliceGroup.Listener silent = new SliceGroup.Listener() {
        @Override
        public void reached() {}

        @Override
        public void expired(long ticket, long units, long actual) {
            expired.addAndGet(actual);
        }
    };

    /** How a run goes: room for much or little, amounts large or small, with overruns or none. */
    @ParameterizedTest
    @CsvSource({
        "20261127, 1000000000000, 1000, false", // far from every line: cells are spread
        "20261128, 100000, 5000, false", // always near the line: one cell, many refusals
        "20261129, 2000000000, 300000, false", // crosses the lines, changes its shape again and again
        "20261130, 1000000000, 100000, true"
    })
    void anyOrder_manyThreads_standsWhereTheOracleStands(long seed, long granted, int most, boolean overruns)
            throws Exception {
        Slice first = new Slice(granted, granted / 5 * 4, granted);
        Slice second = new Slice(granted * 2 / 3, granted / 2, granted * 2 / 3);
        SliceGroup alone = new SliceGroup(List.of(first), silent);
        SliceGroup both = new SliceGroup(List.of(first, second), silent);
        BigInteger spentFirst = BigInteger.ZERO;
        BigInteger spentSecond = BigInteger.ZERO;
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            for (int batch = 0; batch < BATCHES; batch++) {
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<Future<long[]>> tallies = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + batch * 101L + thread);
                    Callable<long[]> work = () -> {
                        start.await();
                        return spend(random, alone, both, first, second, most, overruns);
                    };
                    tallies.add(pool.submit(work));
                }
                for (Future<long[]> tally : tallies) {
                    spentFirst = spentFirst.add(BigInteger.valueOf(tally.get()[0]));
                    spentSecond = spentSecond.add(BigInteger.valueOf(tally.get()[1]));
                }
                String about = "seed %d, batch %d".formatted(seed, batch);
                assertStands(first, spentFirst.add(BigInteger.valueOf(expired.get())), about);
                assertStands(second, spentSecond, about);
                if (overruns || spentSecond.compareTo(BigInteger.valueOf(granted / 2)) > 0) {
                    // More money, so that the next batch has something to do.
                    first.grant(first.exposure() + granted, first.exposure() + granted / 2, first.exposure() + granted);
                    second.grant(
                            second.exposure() + granted, second.exposure() + granted / 2, second.exposure() + granted);
                }
            }
        } finally {
            pool.shutdown();
        }
    }

    private long[] spend(
            SplittableRandom random,
            SliceGroup alone,
            SliceGroup both,
            Slice first,
            Slice second,
            int most,
            boolean overruns) {
        long[] spent = {0, 0};
        long[] tickets = new long[40];
        long[] units = new long[40];
        boolean[] isBoth = new boolean[40];
        int open = 0;
        long operations = OPERATIONS / 4 / BATCHES / THREADS;
        for (long i = 0; i < operations || open > 0; i++) {
            boolean reserves = i < operations && open < 40 && (open == 0 || random.nextInt(100) < 52);
            if (reserves) {
                long wanted = 1L + random.nextInt(random.nextInt(200) == 0 ? most * 50 : most);
                boolean two = random.nextInt(3) == 0;
                long ticket = (two ? both : alone).tryReserve(wanted, SliceGroup.NEVER);
                if (ticket > 0) {
                    tickets[open] = ticket;
                    units[open] = wanted;
                    isBoth[open++] = two;
                } else {
                    assertThat(ticket).isBetween(-2L, -1L);
                }
            } else {
                int which = random.nextInt(open);
                long actual = random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * (units[which] + 1));
                if (overruns && random.nextInt(1_000) == 0) {
                    actual = units[which] + random.nextInt(most);
                }
                SliceGroup group = isBoth[which] ? both : alone;
                assertThat(group.end(tickets[which], actual)).isEqualTo(units[which]);
                assertThat(group.end(tickets[which], actual)).isNegative();
                spent[0] += actual;
                spent[1] += isBoth[which] ? actual : 0;
                open--;
                tickets[which] = tickets[open];
                units[which] = units[open];
                isBoth[which] = isBoth[open];
            }
            if (!overruns && (i & 63) == 0) {
                long seen = first.spent();
                long exposure = first.exposure();
                assertThat(exposure).isBetween(seen, first.granted());
                assertThat(second.exposure()).isLessThanOrEqualTo(second.granted());
            }
        }
        return spent;
    }

    private static void assertStands(Slice slice, BigInteger spent, String about) {
        assertThat(BigInteger.valueOf(slice.spent())).describedAs(about).isEqualTo(spent);
        assertThat(BigInteger.valueOf(slice.exposure())).describedAs(about).isEqualTo(spent);
        assertThat(slice.tally()).describedAs(about).isEqualTo(new Tally(spent.longValueExact(), 0));
    }
}
