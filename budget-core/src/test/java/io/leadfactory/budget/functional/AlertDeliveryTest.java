package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.AlertOutbox;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.UntoldLine;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A line that is reached is recorded once, and told at least once, whatever dies. */
class AlertDeliveryTest {
    private static final Budget BUDGET = Budget.named("openai")
            .limit("100")
            .per(Period.day())
            .alertAt("0.50")
            .build();
    private static final Duration AFTER_GRACE = AlertOutbox.GRACE.plusMillis(1);

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final Queue<BudgetEvent> events = new ConcurrentLinkedQueue<>();
    private final List<BudgetMonitor> monitors = new ArrayList<>();
    private final List<Database> databases = new ArrayList<>();

    @AfterEach
    void ledgersAddUp() {
        try {
            monitors.forEach(LedgerWatch::check);
        } finally {
            monitors.forEach(BudgetMonitor::close);
            databases.forEach(Database::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void build_lineReachedByWhoDiedBeforeHeTold_tellsItAfterTheGrace(Database.Kind kind) {
        Database database = open(kind);
        reachAndDie(database, 85);

        clock.advance(AlertOutbox.GRACE.minusMillis(1));
        monitor(store(database), this::remember);
        assertThat(events).isEmpty();
        clock.advance(Duration.ofMillis(1));
        monitor(store(database), this::remember);

        assertThat(lines()).containsExactly("0.5 in round 1 of 2026-11-23", "WARNING in round 1 of 2026-11-23");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.at()).isEqualTo("2026-11-23T12:00:00Z");
            assertThat(event.message()).endsWith("0.00 of 100.00 spent, 85.00 held");
        });
    }

    @ParameterizedTest
    @EnumSource
    void build_periodIsOver_tellsTheLineOfItsPeriod(Database.Kind kind) {
        Database database = open(kind);
        reachAndDie(database, 60);
        clock.set("2026-11-25T08:00:00Z");

        monitor(store(database), this::remember);

        assertThat(lines()).containsExactly("0.5 in round 1 of 2026-11-23");
    }

    @ParameterizedTest
    @EnumSource
    void build_linesWereTold_tellsNoneAgain(Database.Kind kind) throws SQLException {
        Database database = open(kind);
        BudgetMonitor first = monitor(store(database), this::remember);
        first.reserve(Spend.of("90"));
        assertThat(lines()).hasSize(2);

        clock.advance(Duration.ofDays(1));
        monitor(store(database), this::remember);

        assertThat(lines()).hasSize(2);
        assertThat(count(database, "told_at is not null")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void build_listenerHadFailed_tellsAllAgain(Database.Kind kind) throws SQLException {
        Database database = open(kind);
        BudgetMonitor failing = monitor(store(database), event -> {
            remember(event);
            throw new AssertionError("the process is killed here");
        });
        failing.reserve(Spend.of("60"));
        assertThat(count(database, "told_at is null")).isEqualTo(1);

        clock.advance(AFTER_GRACE);
        monitor(store(database), this::remember);

        assertThat(lines()).containsExactly("0.5 in round 1 of 2026-11-23", "0.5 in round 1 of 2026-11-23");
        assertThat(count(database, "told_at is null")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void build_ledgerWasNotToldThatTheyHeard_tellsItASecondTime(Database.Kind kind) {
        Database database = open(kind);
        BudgetMonitor dies = monitor(deaf(store(database)), this::remember);
        dies.reserve(Spend.of("60"));

        clock.advance(AFTER_GRACE);
        monitor(store(database), this::remember);
        clock.advance(Duration.ofDays(1));
        monitor(store(database), this::remember);

        assertThat(lines()).containsExactly("0.5 in round 1 of 2026-11-23", "0.5 in round 1 of 2026-11-23");
    }

    @ParameterizedTest
    @EnumSource
    void build_severalAtOnce_oneTellsEachLine(Database.Kind kind) throws Exception {
        Database database = open(kind);
        reachAndDie(database, 95);
        clock.advance(AFTER_GRACE);

        List<Callable<BudgetMonitor>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(() -> start(store(database), this::remember));
        }
        together(starts).forEach(monitors::add);

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "0.5 in round 1 of 2026-11-23",
                        "WARNING in round 1 of 2026-11-23",
                        "STOP in round 1 of 2026-11-23");
    }

    @ParameterizedTest
    @EnumSource
    void reserve_manyThreadsOfTwoMonitors_recordEachLineOnceAndTellItOnce(Database.Kind kind) throws Exception {
        Database database = open(kind);
        List<BudgetMonitor> nodes =
                List.of(monitor(store(database), this::remember), monitor(store(database), this::remember));

        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 110; i++) {
            BudgetMonitor node = nodes.get(i % 2);
            work.add(() -> {
                Decision decision = node.tryReserve(Spend.of("1"));
                if (decision.isGranted()) {
                    decision.reservation().commit(BigDecimal.ONE);
                }
                return decision.isGranted();
            });
        }
        together(work);

        assertThat(count(database, "1 = 1")).isEqualTo(3);
        assertThat(count(database, "told_at is not null")).isEqualTo(3);
        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "0.5 in round 1 of 2026-11-23",
                        "WARNING in round 1 of 2026-11-23",
                        "STOP in round 1 of 2026-11-23");
    }

    @ParameterizedTest
    @EnumSource
    void build_definitionNoLongerHasTheLine_tellsItAsAShare(Database.Kind kind) {
        Database database = open(kind);
        reachAndDie(database, 60);
        clock.advance(AFTER_GRACE);

        Budget without = Budget.named("openai").limit("100").per(Period.day()).build();
        monitors.add(BudgetMonitor.builder()
                .budget(without)
                .store(store(database))
                .clock(clock)
                .listener(this::remember)
                .build());

        assertThat(lines()).containsExactly("0.5 in round 1 of 2026-11-23");
    }

    @ParameterizedTest
    @EnumSource
    void take_neverTold_waitsTwiceAsLongEachTime(Database.Kind kind) {
        Database database = open(kind);
        reachAndDie(database, 60);
        AlertOutbox outbox = store(database).outbox().orElseThrow();
        Instant reached = clock.instant();

        List<Integer> taken = new ArrayList<>();
        for (int minute = 0; minute < 32; minute++) {
            List<UntoldLine> lines = outbox.take("openai", reached.plus(Duration.ofMinutes(minute)));
            if (!lines.isEmpty()) {
                taken.add(minute);
            }
        }

        assertThat(taken).containsExactly(1, 3, 7, 15, 31);
    }

    /** What is left of a process that died between the commit and its listeners. */
    private void reachAndDie(Database database, int amount) {
        BudgetStore store = store(database);
        Account account = store.open(BUDGET, BUDGET.windowAt(clock.instant()));
        store.hold(new ReservationId(7, 1), List.of(account), amount * 1_000_000_000L, clock.instant());
    }

    private Database open(Database.Kind kind) {
        Database database = Database.withTables(kind);
        databases.add(database);
        return database;
    }

    private static BudgetStore store(Database database) {
        return BudgetStore.jdbc(database.dataSource());
    }

    private BudgetMonitor monitor(BudgetStore store, BudgetListener listener) {
        BudgetMonitor monitor = start(store, listener);
        monitors.add(monitor);
        return monitor;
    }

    private BudgetMonitor start(BudgetStore store, BudgetListener listener) {
        return BudgetMonitor.builder()
                .budget(BUDGET)
                .store(store)
                .clock(clock)
                .listener(listener)
                .listenerFailures((failed, event, failure) -> {})
                .build();
    }

    private void remember(BudgetEvent event) {
        events.add(event);
    }

    /** What of an event makes its id. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (BudgetEvent event : events) {
            if (event instanceof BudgetEvent.ThresholdReached reached) {
                BudgetStatus status = reached.status();
                lines.add("%s in round %d of %.10s"
                        .formatted(
                                status,
                                reached.round(),
                                reached.balance().window().start()));
            } else if (event instanceof BudgetEvent.ShareReached reached) {
                lines.add("%s in round %d of %.10s"
                        .formatted(
                                reached.threshold().share().toPlainString(),
                                reached.round(),
                                reached.balance().window().start()));
            }
        }
        return lines;
    }

    /** A store that is not told that listeners heard, since the process dies before. */
    private static BudgetStore deaf(BudgetStore store) {
        AlertOutbox outbox = new AlertOutbox() {
            @Override
            public List<String> waiting(Instant at) {
                return List.of();
            }

            @Override
            public List<UntoldLine> take(String budget, Instant at) {
                return List.of();
            }

            @Override
            public void told(Collection<UntoldLine> lines, Instant at) {
                throw new LedgerException("the process is killed here");
            }
        };
        Object proxy = Proxy.newProxyInstance(
                AlertDeliveryTest.class.getClassLoader(), new Class<?>[] {BudgetStore.class}, (self, method, given) -> {
                    if (method.getName().equals("outbox")) {
                        return Optional.of(outbox);
                    }
                    try {
                        return method.invoke(store, given);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
        return (BudgetStore) proxy;
    }

    private static <T> List<T> together(List<Callable<T>> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    private static int count(Database database, String where) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from budget_alert where " + where)) {
            row.next();
            return row.getInt(1);
        }
    }
}
