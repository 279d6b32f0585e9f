package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.StoppableServer;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.DownPolicy;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.LedgerState;
import io.leadfactory.budget.ledger.OutageStore;
import io.leadfactory.budget.plan.Balance;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is really stopped and started, under threads that spend all the time: every cent they spent is in the ledger. */
class StoppedServerTest {
    private static final int THREADS = 6;
    private static final int SOME = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a policy promises. */
    private enum Rule {
        CLOSED("0"),
        OPEN("0"),
        EMERGENCY("500");

        private final String reserve;

        Rule(String reserve) {
            this.reserve = reserve;
        }

        DownPolicy policy() {
            return switch (this) {
                case CLOSED -> DownPolicy.closed();
                case OPEN -> DownPolicy.openUpTo("500");
                case EMERGENCY -> DownPolicy.emergency(reserve);
            };
        }
    }

    private static final long PAUSE_NANOS = 200_000;

    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean ended;

    @ParameterizedTest
    @CsvSource({"POSTGRESQL,OPEN", "POSTGRESQL,EMERGENCY", "POSTGRESQL,CLOSED"})
    void spend_serverStopsAndStarts_everyCentIsRecordedOnce(Database.Kind kind, Rule rule) throws Exception {
        Queue<BudgetEvent> events = new ConcurrentLinkedQueue<>();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try (StoppableServer server = StoppableServer.withTables(kind);
                OutageStore store =
                        BudgetStore.jdbc(server.dataSource(), rule.policy().probing(Duration.ofMillis(100)))) {
            BudgetMonitor monitor = BudgetMonitor.builder()
                    .budget(Budget.named("openai").limit("100000").build())
                    .store(store)
                    .listener(events::add)
                    .build();
            List<Reservation> before = List.of(monitor.reserve(Spend.of("2")), monitor.reserve(Spend.of("3")));
            List<Future<Long>> spent = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                long seed = 20_261_123L + thread;
                spent.add(pool.submit(() -> spend(monitor, store, new Random(seed))));
            }

            awaitMore(granted);
            server.stop();
            awaitMore(rule == Rule.CLOSED ? failed : granted);
            if (rule != Rule.CLOSED) {
                before.get(0).commit(new BigDecimal("1.5"));
                before.get(1).release();
            }
            server.start();
            await(() -> store.state() == LedgerState.UP);
            awaitMore(granted);
            ended = true;

            long sum = rule == Rule.CLOSED ? 0 : 1_500_000_000L;
            for (Future<Long> each : spent) {
                sum += each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            if (rule == Rule.CLOSED) {
                before.forEach(Reservation::release);
            }
            await(() -> store.state() == LedgerState.UP);
            BudgetMonitor witness = BudgetMonitor.builder()
                    .budget(Budget.named("openai").limit("100000").build())
                    .store(BudgetStore.jdbc(server.dataSource()))
                    .build();
            Balance balance = witness.balance("openai");
            assertThat(balance.spent()).isEqualByComparingTo(NanoUnits.toDecimal(sum));
            assertThat(balance.held()).isEqualByComparingTo(rule.reserve);
            LedgerWatch.check(witness);
            assertThat(store.unrecorded()).isZero();
            assertThat(events).anyMatch(BudgetEvent.LedgerDown.class::isInstance);
            assertThat(events).anyMatch(BudgetEvent.LedgerBack.class::isInstance);
            assertThat(events).noneMatch(BudgetEvent.Unrecorded.class::isInstance);
        } finally {
            ended = true;
            pool.shutdownNow();
        }
    }

    /** What one thread spent, by its own account. */
    private long spend(BudgetMonitor monitor, OutageStore store, Random random) {
        long spent = 0;
        while (!ended) {
            long units = 1L + random.nextInt(20_000_000);
            try {
                Decision decision = monitor.tryReserve(Spend.of(NanoUnits.toDecimal(units)));
                if (decision.isGranted()) {
                    spent += end(decision.reservation(), store, units, random);
                    granted.incrementAndGet();
                }
            } catch (LedgerException down) {
                failed.incrementAndGet();
            }
            // Without a pause calls that are answered from memory starve the server, which has no more cores than they.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return spent;
    }

    /** With an overrun now and then; what cannot be recorded now is tried again when the database is back. */
    private long end(Reservation reservation, OutageStore store, long units, Random random) {
        long cost = random.nextInt(4) == 0 ? 0 : (long) (random.nextDouble() * 1.2 * units);
        while (true) {
            try {
                if (cost == 0) {
                    reservation.release();
                } else {
                    reservation.commit(NanoUnits.toDecimal(cost));
                }
                return cost;
            } catch (LedgerException down) {
                failed.incrementAndGet();
                await(() -> store.state() == LedgerState.UP);
            }
        }
    }

    private static void awaitMore(AtomicLong count) {
        long before = count.get();
        await(() -> count.get() >= before + SOME);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .describedAs("waited in vain")
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
