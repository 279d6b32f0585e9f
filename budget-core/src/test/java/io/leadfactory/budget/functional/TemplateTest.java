package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One budget for each value of a tag, on every store. */
class TemplateTest {
    private static final long UNIT = 1_000_000_000L;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void reserve_eachValue_hasABudgetOfItsOwn(Stores store) {
        // readme:template
        Budget perTenant = Budget.named("tenant-month")
                .limit("50")
                .per(Period.month())
                .forEach("tenant")
                .build();
        // end:template
        BudgetMonitor monitor = monitor(store, perTenant, 100);
        spend(monitor, "acme", "40");
        spend(monitor, "umbrella", "10");

        assertThat(monitor.balance("tenant-month/acme").spent()).isEqualByComparingTo("40");
        assertThat(monitor.balance("tenant-month/umbrella").spent()).isEqualByComparingTo("10");
        assertThat(monitor.status("tenant-month/acme")).isEqualTo(BudgetStatus.WARNING);
        assertThatThrownBy(() -> monitor.reserve(of("8", "acme")))
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessageContaining("\"tenant-month/acme\": 7.50 left until 2026-12-01T00:00:00Z");
        assertThat(monitor.breaker("tenant-month/acme").isOpen()).isTrue();
        assertThat(monitor.breaker("tenant-month/umbrella").isClosed()).isTrue();
        BudgetLine line = monitor.line("tenant-month/new");
        line.commit(line.reserve(UNIT), UNIT);
        assertThat(monitor.line(Tags.none().with("tenant", "new")).budgets())
                .extracting(Budget::name)
                .containsExactly("tenant-month/new");
        assertThat(monitor.entries("tenant-month/umbrella"))
                .extracting(Entry::kind)
                .containsExactly(Entry.Kind.HOLD, Entry.Kind.COMMIT);
        assertThat(monitor.checkLedger()).hasSize(3).allMatch(LedgerCheck::agrees);
        assertThat(monitor.budgets()).isEmpty();
        assertThat(monitor.templates()).containsExactly(perTenant);
    }

    @Test
    void reserve_withoutTheTagOrTheScope_isNotCovered() {
        BudgetMonitor monitor = monitor(
                Stores.MEMORY,
                Budget.named("t")
                        .limit("50")
                        .scope("provider", "openai")
                        .forEach("tenant")
                        .build(),
                100);

        assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1").tag("provider", "openai")))
                .isInstanceOf(UnmatchedSpendException.class)
                .hasMessageContaining("\"t\" for {provider=openai} and each \"tenant\"");
        assertThatThrownBy(() -> monitor.tryReserve(of("1", "acme"))).isInstanceOf(UnmatchedSpendException.class);
        monitor.reserve(of("1", "acme").tag("provider", "openai")).release();
        assertThatThrownBy(() -> monitor.status("t"))
                .isInstanceOf(UnknownBudgetException.class)
                .hasMessage("no budget is named \"t\": defined are [t/<tenant>]");
        assertThatThrownBy(() -> monitor.status("t/")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.status("t/a~2")).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.status("t/a/b")).isInstanceOf(UnknownBudgetException.class);
    }

    @ParameterizedTest
    @EnumSource
    void instance_valuesWithSlashes_doNotCollide(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("a").limit("50").forEach("tenant").build(), 100);
        monitor.define(Budget.named("a/b").limit("50").forEach("campaign").build());
        spend(monitor, "b/c", "1");
        monitor.reserve(Spend.of("2").tag("campaign", "c")).close();
        spend(monitor, "b~1c", "3");

        assertThat(monitor.balance("a/b~1c").spent()).isEqualByComparingTo("1");
        assertThat(monitor.balance("a/b/c").spent()).isEqualByComparingTo("2");
        assertThat(monitor.balance("a/b~01c").spent()).isEqualByComparingTo("3");
    }

    @Test
    void instance_nameTooLong_isRefusedInWordsAndWithoutTheValue() {
        BudgetMonitor monitor = monitor(
                Stores.MEMORY, Budget.named("t").limit("50").forEach("tenant").build(), 100);
        spend(monitor, "x".repeat(198), "1");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> monitor.tryReserve(of("1", "x".repeat(199))))
                .withMessage(
                        "a budget of \"t\" must have a name of at most 200 characters: with this value of \"tenant\""
                                + " it has 201; shorten the value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("t").forEach(" "))
                .withMessageContaining("forEach must name one tag");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Budget.named("t")
                        .limit("1")
                        .scope("tenant", "a")
                        .forEach("tenant")
                        .build())
                .withMessageContaining("not both: \"tenant\"");
    }

    @ParameterizedTest
    @EnumSource
    void define_nameOfAnInstance_takesItsPlaceAndItsLedger(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("t").limit("50").forEach("tenant").build(), 100);
        spend(monitor, "acme", "40");
        BudgetLine line = monitor.line("t/acme");

        monitor.define(
                Budget.named("t/acme").limit("500").scope("tenant", "acme").build());

        assertThat(monitor.balance("t/acme").spent()).isEqualByComparingTo("40");
        spend(monitor, "acme", "400");
        line.commit(line.reserve(UNIT), UNIT);
        assertThat(monitor.tryReserve(of("48", "umbrella")).isGranted()).isFalse();
        monitor.remove("t/acme");
        assertThat(monitor.balance("t/acme").limit()).isEqualByComparingTo("50");
        assertThat(line.tryReserve(1)).isEqualTo(BudgetLine.REFUSED);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> monitor.define(Budget.named("t/acme").limit("1").build()))
                .withMessageContaining("must have the scope of the instance of \"t\"");
    }

    @ParameterizedTest
    @EnumSource
    void define_templateAnew_appliesToEachInstanceWithItsNextUse(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("t").limit("50").forEach("tenant").build(), 100);
        spend(monitor, "acme", "40");
        spend(monitor, "umbrella", "10");
        CircuitBreaker<Object> breaker = monitor.breaker("t/acme");
        BudgetLine line = monitor.line("t/acme");
        events.clear();

        monitor.define(Budget.named("t").limit("42").forEach("tenant").build());

        assertThat(monitor.tryReserve(of("1", "acme")).isGranted()).isFalse();
        assertThat(line.tryReserve(1)).isEqualTo(BudgetLine.REFUSED);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .extracting(BudgetEvent::message)
                .containsExactly("budget \"t/acme\" reached STOP: 40.00 of 42.00 spent, 0.00 held");
        assertThat(monitor.balance("t/umbrella").limit()).isEqualByComparingTo("42");
        monitor.remove("t");
        assertThatThrownBy(() -> line.tryReserve(1)).isInstanceOf(UnknownBudgetException.class);
        assertThatThrownBy(() -> monitor.breaker("t/acme")).isInstanceOf(UnknownBudgetException.class);
        monitor.define(Budget.named("t").limit("50").forEach("tenant").build());
        assertThat(line.reservable()).isEqualTo(7_500_000_000L);
    }

    /** A cache that forgot a counter would let each round spend the whole limit again. */
    @ParameterizedTest
    @EnumSource
    void eviction_ofManyInstances_neverResetsACap(Stores store) {
        int tenants = store == Stores.MEMORY ? 1000 : 200;
        BudgetMonitor monitor = monitor(
                store,
                Budget.named("t")
                        .limit("10")
                        .per(Period.day())
                        .forEach("tenant")
                        .build(),
                10);
        BudgetLine held = monitor.line("t/0");
        long ticket = held.reserve(UNIT / 100);
        for (int round = 0; round < 4; round++) {
            for (int tenant = 0; tenant < tenants; tenant++) {
                Decision decision = monitor.tryReserve(of("4", "" + tenant));
                assertThat(decision.isGranted()).isEqualTo(round < 2);
                if (decision.isGranted()) {
                    decision.reservation().commit(new BigDecimal("4"));
                }
                BudgetLine line = monitor.line(Tags.none().with("tenant", "" + tenant));
                long taken = line.tryReserve(6 * UNIT);
                assertThat(taken).isEqualTo(BudgetLine.REFUSED);
            }
            System.gc();
        }
        held.commit(ticket, 0);

        assertThat(monitor.checkLedger()).hasSize(tenants).allSatisfy(check -> {
            assertThat(check.totals().spent()).isEqualTo(8 * UNIT);
            assertThat(check.totals().held()).isZero();
            assertThat(check.agrees()).isTrue();
        });
        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .describedAs("each line is told once, whatever was forgotten")
                .hasSize(tenants);
        clock.advance(Duration.ofDays(1));
        assertThat(monitor.tryReserve(of("9", "7")).isGranted()).isTrue();
    }

    /** The control of the test above: with accounts that are forgotten together with their views, caps are reset. */
    @Test
    void eviction_ofAStoreThatForgets_wouldResetCaps() {
        AtomicInteger opened = new AtomicInteger();
        BudgetStore real = BudgetStore.inMemory();
        BudgetStore forgetful = (BudgetStore) Proxy.newProxyInstance(
                BudgetStore.class.getClassLoader(), new Class<?>[] {BudgetStore.class}, (proxy, method, arguments) -> {
                    boolean opens = method.getName().equals("open");
                    opened.addAndGet(opens ? 1 : 0);
                    return method.invoke(opens ? BudgetStore.inMemory() : real, arguments);
                });
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("t").limit("10").forEach("tenant").build())
                .remember(10)
                .store(forgetful)
                .build();
        int granted = 0;
        for (int round = 0; round < 4; round++) {
            for (int tenant = 0; tenant < 1000; tenant++) {
                granted += monitor.tryReserve(of("4", "" + tenant)).isGranted() ? 1 : 0;
            }
            System.gc();
        }

        assertThat(opened.get()).describedAs("views that were made").isGreaterThan(3000);
        assertThat(granted)
                .describedAs("of which two for each tenant are right")
                .isGreaterThan(3000);
    }

    /** Whoever has the ticket need not have the line. */
    @ParameterizedTest
    @EnumSource
    void eviction_ofALineWithAnOpenTicket_findsItAgain(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("t").limit("10").forEach("tenant").build(), 1);
        long ticket = monitor.line("t/acme").reserve(9 * UNIT);
        for (int tenant = 0; tenant < 50; tenant++) {
            monitor.line("t/" + tenant).reserve(UNIT);
        }
        System.gc();
        monitor.line("t/other").reserve(UNIT);

        monitor.line("t/acme").commit(ticket, 5 * UNIT);

        assertThat(monitor.balance("t/acme").spent()).isEqualByComparingTo("5");
        assertThat(monitor.balance("t/acme").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void eviction_ofAnInstance_keepsTheBreakerThatSomebodyHas(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("t").limit("10").forEach("tenant").build(), 1);
        CircuitBreaker<Object> breaker = monitor.breaker("t/acme");
        Reservation reservation = monitor.reserve(of("9.5", "acme"));
        assertThat(breaker.isOpen()).isTrue();
        for (int tenant = 0; tenant < 50; tenant++) {
            monitor.status("t/" + tenant);
        }
        System.gc();

        assertThat(monitor.breaker("t/acme")).isSameAs(breaker);
        reservation.release();
        assertThat(breaker.isHalfOpen()).isTrue();
        BudgetLine line = monitor.line("t/acme");
        line.release(line.reserve(UNIT));
        assertThat(breaker.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void eviction_beforeThePeriodEnds_carriesOverAllTheSame(Stores store) {
        BudgetMonitor monitor = monitor(
                store,
                Budget.named("t")
                        .limit("10")
                        .per(Period.day())
                        .carryOver("5")
                        .forEach("tenant")
                        .build(),
                1);
        spend(monitor, "acme", "8");
        for (int tenant = 0; tenant < 50; tenant++) {
            monitor.status("t/" + tenant);
        }
        System.gc();
        clock.advance(Duration.ofDays(1));

        assertThat(monitor.balance("t/acme").limit()).isEqualByComparingTo("12");
        assertThat(monitor.balance("t/0").limit()).isEqualByComparingTo("15");
    }

    @ParameterizedTest
    @EnumSource
    void reserve_firstUseByManyThreads_makesOneAccount(Stores store) throws Exception {
        BudgetMonitor monitor =
                monitor(store, Budget.named("t").limit("10").forEach("tenant").build(), 5);
        ExecutorService pool = Executors.newFixedThreadPool(16);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String tenant = "tenant" + i % 4;
            work.add(
                    i % 3 == 0
                            ? () -> monitor.line("t/" + tenant).tryReserve(UNIT) != BudgetLine.REFUSED
                            : () -> monitor.tryReserve(of("1", tenant)).isGranted());
        }
        int granted = 0;
        try {
            for (Future<Boolean> each : pool.invokeAll(work)) {
                granted += each.get() ? 1 : 0;
            }
        } finally {
            pool.shutdown();
        }

        assertThat(granted).isEqualTo(4 * 9);
        assertThat(monitor.checkLedger()).hasSize(4).allSatisfy(check -> {
            assertThat(check.totals().exposure()).isEqualTo(9 * UNIT);
            assertThat(check.agrees()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(Database.Kind.class)
    void reserve_twoMonitorsOnOneDatabase_shareTheInstances(Database.Kind kind) {
        try (Database database = Database.withTables(kind)) {
            Budget template = Budget.named("t").limit("10").forEach("tenant").build();
            BudgetMonitor first = node(database, template);
            BudgetMonitor second = node(database, template);
            spend(first, "acme", "5");

            assertThat(second.tryReserve(of("5", "acme")).isGranted()).isFalse();
            spend(second, "acme", "4");

            assertThat(first.balance("t/acme").spent()).isEqualByComparingTo("9");
            assertThat(second.checkLedger()).singleElement().matches(LedgerCheck::agrees);
        }
    }

    private static BudgetMonitor node(Database database, Budget template) {
        return BudgetMonitor.builder()
                .budget(template)
                .store(BudgetStore.jdbc(database.dataSource()))
                .build();
    }

    private BudgetMonitor monitor(Stores store, Budget template, int remembered) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(template)
                .remember(remembered)
                .clock(clock)
                .store(store.create())
                .listener(events::add)
                .build());
    }

    private static Spend of(String amount, String tenant) {
        return Spend.of(amount).tag("tenant", tenant);
    }

    private static void spend(BudgetMonitor monitor, String tenant, String amount) {
        monitor.reserve(of(amount, tenant)).commit(new BigDecimal(amount));
    }
}
