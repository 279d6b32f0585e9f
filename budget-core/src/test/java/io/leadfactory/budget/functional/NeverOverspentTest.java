package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that reserve, commit, release and forget against an oracle that counts what they did. */
class NeverOverspentTest {
    private static final int THREADS = 8;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    /** What one thread spent, by its own account. */
    private record Tally(long openai, long tenant) {
        Tally plus(Tally other) {
            return new Tally(openai + other.openai, tenant + other.tenant);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MEMORY,20261123,6000",
        "MEMORY,7,6000",
        "H2,20261123,50",
        "POSTGRESQL,20261123,50",
        "MARIADB,20261123,50"
    })
    void tryReserve_manyThreads_spendsExactlyWhatTheySpent(Stores store, long seed, int rounds) throws Exception {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100")
                        .per(Period.total())
                        .scope("provider", "openai")
                        .build())
                .budget(Budget.named("tenant")
                        .limit("70")
                        .per(Period.total())
                        .scope("tenant", "a")
                        .build())
                .store(store.create())
                .build());

        Tally oracle = runTogether(THREADS, thread -> spend(monitor, new Random(seed + thread), rounds));

        String about = "store %s, seed %d".formatted(store, seed);
        assertStands(monitor.balance("openai"), oracle.openai(), about);
        assertStands(monitor.balance("tenant"), oracle.tenant(), about);
    }

    @ParameterizedTest
    @CsvSource({"MEMORY,200", "H2,20", "POSTGRESQL,20", "MARIADB,20"})
    void reserve_untilRefused_leavesLessThanOneSpend(Stores store, int each) throws Exception {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("10").build())
                .store(store.create())
                .build());
        Spend spend = Spend.of("0.37");

        Tally granted = runTogether(THREADS, thread -> {
            long count = 0;
            for (int i = 0; i < each; i++) {
                count += monitor.tryReserve(spend).isGranted() ? 1 : 0;
            }
            return new Tally(count, 0);
        });

        // 9.50 / 0.37 = 25, rest 0.25
        assertThat(granted.openai()).isEqualTo(25);
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("9.25");
    }

    /** All ask at the same instant, again and again, where there is room for one: exactly one gets it each time. */
    @ParameterizedTest
    @CsvSource({"MEMORY,5000", "H2,40", "POSTGRESQL,40", "MARIADB,40"})
    void tryReserve_allAtOnceForTheLastRoom_oneIsGranted(Stores store, int rounds) throws Exception {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("one").limit("1").stopAt("1").build())
                .store(store.create())
                .build());
        Spend all = Spend.of("1");
        int threads = 2;
        AtomicInteger arrived = new AtomicInteger();

        Tally granted = runTogether(threads, thread -> {
            long count = 0;
            for (int i = 0; i < rounds; i++) {
                meet(arrived, threads * (2 * i + 1));
                Decision decision = monitor.tryReserve(all);
                count += decision.isGranted() ? 1 : 0;
                meet(arrived, threads * (2 * i + 2));
                if (decision.isGranted()) {
                    decision.reservation().release();
                }
            }
            return new Tally(count, 0);
        });

        assertThat(granted.openai()).isEqualTo(rounds);
        assertThat(monitor.balance("one").held()).isZero();
    }

    /** Busy waiting lets the threads go within nanoseconds of each other, which a barrier does not. */
    private static void meet(AtomicInteger arrived, int all) {
        arrived.incrementAndGet();
        for (int spins = 1; arrived.get() < all; spins++) {
            if (spins % 1_000 == 0) {
                LockSupport.parkNanos(1_000);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static Tally spend(BudgetMonitor monitor, Random random, int rounds) {
        Tally tally = new Tally(0, 0);
        for (int i = 0; i < rounds; i++) {
            long units = 1L + random.nextInt(20_000_000);
            int tags = random.nextInt(3);
            Spend spend = Spend.of(NanoUnits.toDecimal(units));
            spend = tags != 0 ? spend.tag("provider", "openai") : spend;
            spend = tags != 1 ? spend.tag("tenant", "a") : spend;
            Decision decision = monitor.tryReserve(spend);
            if (decision.isGranted()) {
                long cost = end(decision.reservation(), units, random);
                tally = tally.plus(new Tally(tags != 0 ? cost : 0, tags != 1 ? cost : 0));
            }
            assertUnderTheStopLine(monitor.balance("openai"), "95");
            assertUnderTheStopLine(monitor.balance("tenant"), "66.5");
        }
        return tally;
    }

    private static long end(Reservation reservation, long units, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                reservation.release();
                return 0;
            }
            case 1 -> {
                reservation.close();
                return units;
            }
            default -> {
                long cost = (long) (random.nextDouble() * units);
                reservation.commit(NanoUnits.toDecimal(cost));
                return cost;
            }
        }
    }

    private static void assertUnderTheStopLine(Balance balance, String line) {
        assertThat(balance.held()).isNotNegative();
        assertThat(balance.spent().add(balance.held())).isLessThanOrEqualTo(new BigDecimal(line));
    }

    private static void assertStands(Balance balance, long spentUnits, String about) {
        assertThat(balance.spent()).describedAs(about).isEqualByComparingTo(NanoUnits.toDecimal(spentUnits));
        assertThat(balance.held()).describedAs(about).isZero();
    }

    /** A thread's work. */
    private interface Work {
        Tally run(int thread) throws Exception;
    }

    private static Tally runTogether(int threads, Work work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Tally>> tallies = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                Callable<Tally> worker = () -> {
                    start.await();
                    return work.run(thread);
                };
                tallies.add(pool.submit(worker));
            }
            Tally sum = new Tally(0, 0);
            for (Future<Tally> tally : tallies) {
                sum = sum.plus(tally.get());
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }
}
