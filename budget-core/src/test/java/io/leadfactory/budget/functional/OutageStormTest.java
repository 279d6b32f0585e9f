package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.DownPolicy;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.LedgerState;
import io.leadfactory.budget.ledger.OutageStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One outage after the other, and answers that get lost, while threads spend from two budgets: the ledger has what they spent. */
class OutageStormTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 120;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What one thread spent, by its own account. */
    private record Tally(long openai, long tenant) {}

    private final Queue<BudgetEvent> events = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @CsvSource({
        "H2,open,20261123",
        "H2,open,7",
        "H2,emergency,20261123",
        "H2,emergency,7",
        "H2,closed,7",
        "POSTGRESQL,open,11",
        "POSTGRESQL,emergency,11",
        "MARIADB,open,11",
        "MARIADB,emergency,11"
    })
    void spend_outagesAllTheTime_recordsExactlyWhatWasSpent(Database.Kind kind, String rule, long seed)
            throws Exception {
        String about = "%s, %s, seed %d".formatted(kind, rule, seed);
        try (Database database = Database.withTables(kind)) {
            SwitchedSource source = new SwitchedSource(database.dataSource());
            OutageStore store = BudgetStore.jdbc(source.proxy(), policy(rule).probing(Duration.ofMillis(2)));
            BudgetMonitor monitor = monitor(store);
            ExecutorService pool = Executors.newFixedThreadPool(THREADS);
            Tally sum = new Tally(0, 0);
            try {
                List<Future<Tally>> tallies = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    Random random = new Random(seed + thread);
                    tallies.add(pool.submit(() -> spend(monitor, source, random)));
                }
                for (Future<Tally> each : tallies) {
                    Tally tally = each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    sum = new Tally(sum.openai() + tally.openai(), sum.tenant() + tally.tenant());
                }
            } finally {
                pool.shutdownNow();
            }
            source.nextCommit(SwitchedSource.Commit.PASSES);
            source.on();
            awaitUp(store);
            store.close();

            BudgetMonitor witness = monitor(BudgetStore.jdbc(database.dataSource()));
            LedgerWatch.check(witness);
            assertStands(witness, "openai", sum.openai(), about);
            assertStands(witness, "tenant", sum.tenant(), about);
            assertThat(events).describedAs(about).noneMatch(BudgetEvent.Unrecorded.class::isInstance);
        }
    }

    private static DownPolicy policy(String rule) {
        return switch (rule) {
            case "open" -> DownPolicy.openUpTo("3");
            case "emergency" -> DownPolicy.emergency("3");
            default -> DownPolicy.closed();
        };
    }

    private BudgetMonitor monitor(BudgetStore store) {
        return BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("1000")
                        .scope("provider", "openai")
                        .build())
                .budget(Budget.named("tenant")
                        .limit("1000")
                        .scope("tenant", "a")
                        .build())
                .store(store)
                .listener(events::add)
                .build();
    }

    private static Tally spend(BudgetMonitor monitor, SwitchedSource source, Random random) {
        Tally tally = new Tally(0, 0);
        for (int i = 0; i < ROUNDS; i++) {
            disturb(source, random);
            long units = 1L + random.nextInt(200_000_000);
            int tags = random.nextInt(3);
            Spend spend = Spend.of(NanoUnits.toDecimal(units));
            spend = tags != 0 ? spend.tag("provider", "openai") : spend;
            spend = tags != 1 ? spend.tag("tenant", "a") : spend;
            Decision decision = decide(monitor, spend, source);
            if (decision != null && decision.isGranted()) {
                disturb(source, random);
                long cost = end(decision.reservation(), source, units, random);
                tally = new Tally(tally.openai() + (tags != 0 ? cost : 0), tally.tenant() + (tags != 1 ? cost : 0));
            }
        }
        return tally;
    }

    private static void disturb(SwitchedSource source, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> source.off();
            case 1, 2, 3 -> source.on();
            case 4 -> source.onFor(1 + random.nextInt(6));
            case 5 -> source.nextCommit(SwitchedSource.Commit.LOSES_THE_ANSWER);
            case 6 -> source.nextCommit(SwitchedSource.Commit.NEVER_ARRIVES);
            default -> Thread.onSpinWait();
        }
    }

    private static @Nullable Decision decide(BudgetMonitor monitor, Spend spend, SwitchedSource source) {
        try {
            return monitor.tryReserve(spend);
        } catch (LedgerException down) {
            source.on();
            return null;
        }
    }

    private static long end(Reservation reservation, SwitchedSource source, long units, Random random) {
        long cost = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * 1.2 * units);
        BigDecimal actual = NanoUnits.toDecimal(cost);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (cost == 0) {
                    reservation.release();
                } else {
                    reservation.commit(actual);
                }
                return cost;
            } catch (LedgerException down) {
                assertThat(System.nanoTime() - deadline).isNegative();
                source.on();
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void awaitUp(OutageStore store) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (store.state() != LedgerState.UP) {
            assertThat(System.nanoTime() - deadline)
                    .describedAs("waited in vain")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void assertStands(BudgetMonitor monitor, String budget, long spent, String about) {
        assertThat(monitor.balance(budget).spent()).describedAs(about).isEqualByComparingTo(NanoUnits.toDecimal(spent));
        assertThat(monitor.balance(budget).held()).describedAs(about).isZero();
    }
}
