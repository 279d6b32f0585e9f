package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users of other budget systems suffer from most, one test each, in the order of what it costs them. */
class PainTest {
    private static final int THREADS = 8;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final ConcurrentLinkedQueue<BudgetEvent> events = new ConcurrentLinkedQueue<>();

    private BudgetMonitor monitor(BudgetStore store, Budget.Builder... budgets) {
        BudgetMonitorBuilder builder =
                BudgetMonitor.builder().store(store).clock(clock).listener(events::add);
        for (Budget.Builder budget : budgets) {
            builder.budget(budget.build());
        }
        return ledger.watch(builder.build());
    }

    private static Budget.Builder five() {
        return Budget.named("openai").limit("5").stopAt("1");
    }

    private static <T> List<T> allAtOnce(Callable<T> call, int calls) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(Collections.nCopies(calls, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Check and record are two steps elsewhere: parallel calls all see the same room, and all pass. */
    @ParameterizedTest
    @EnumSource
    void pain01_parallelCallsAllPassTheCheck(Stores store) throws Exception {
        BudgetMonitor monitor = monitor(store.create(), five());

        List<Decision> decisions = allAtOnce(() -> monitor.tryReserve(Spend.of("1")), 40);

        assertThat(decisions).filteredOn(Decision::isGranted).hasSize(5);
        assertThat(monitor.balance("openai").free()).isZero();
    }

    /** Elsewhere the spend on display is over the cap, and calls still succeed. */
    @ParameterizedTest
    @EnumSource
    void pain02_spendIsOverTheCapAndCallsStillSucceed(Stores store) {
        BudgetMonitor monitor = monitor(store.create(), five());
        monitor.reserve(Spend.of("4")).commit(new BigDecimal("6.25"));

        assertThat(monitor.balance("openai").free()).isEqualByComparingTo("-1.25");
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(monitor.tryReserve(Spend.of("0.000000001")).isGranted()).isFalse();
        assertThat(events).anyMatch(BudgetEvent.Overrun.class::isInstance);
    }

    /** Elsewhere each replica counts for itself, so three replicas spend three times the budget. */
    @Test
    void pain03_eachReplicaHasABudgetOfItsOwn() throws Exception {
        Database database = Database.withTables();
        List<BudgetMonitor> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replicas.add(monitor(BudgetStore.jdbc(database.dataSource()), five()));
        }
        int[] next = {0};

        List<Decision> decisions = allAtOnce(
                () -> {
                    BudgetMonitor replica;
                    synchronized (next) {
                        replica = replicas.get(next[0]++ % replicas.size());
                    }
                    return replica.tryReserve(Spend.of("1"));
                },
                30);

        assertThat(decisions).filteredOn(Decision::isGranted).hasSize(5);
    }

    /** Elsewhere a hold leaks when its call is cancelled, runs into a timeout or dies, and blocks money that nobody spent. */
    @ParameterizedTest
    @EnumSource
    void pain04_holdsLeakWhenTheirCallsDie(Stores store) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(five().build())
                .store(store.create())
                .clock(clock)
                .timeToLive(Duration.ofMinutes(10))
                .unknownOutcome(UnknownOutcome.floor("0.25"))
                .build());
        Reservation abandoned = monitor.reserve(Spend.of("5"));
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();

        clock.advance(Duration.ofMinutes(11));

        assertThat(monitor.balance("openai").held()).isZero();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.25");
        assertThat(abandoned.isOpen()).isFalse();
    }

    /** Elsewhere worst-case estimates starve everybody, and nobody sees why. */
    @ParameterizedTest
    @EnumSource
    void pain05_worstCaseEstimatesStarveEverybody(Stores store) {
        BudgetMonitor monitor = monitor(store.create(), five());
        Reservation worstCase = monitor.reserve(Spend.of("4.50"));
        Decision.Refused refused = monitor.tryReserve(Spend.of("1")).refusal().orElseThrow();
        assertThat(refused.message()).contains("0.50 left");
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("4.50");

        worstCase.commit(new BigDecimal("0.10"));

        assertThat(monitor.tryReserve(Spend.of("4.90")).isGranted()).isTrue();
    }

    /** Elsewhere a call whose cost nobody knows is not counted at all. */
    @ParameterizedTest
    @EnumSource
    void pain06_costIsUnknownSoNothingIsEnforced(Stores store) {
        BudgetMonitor careful = monitor(store.create(), five());
        assertThatThrownBy(() -> careful.tryReserve(Spend.unpriced())).isInstanceOf(UnpricedSpendException.class);

        BudgetMonitor assuming = ledger.watch(BudgetMonitor.builder()
                .budget(five().build())
                .store(store.create())
                .clock(clock)
                .unpriced(UnpricedPolicy.assume("2"))
                .build());
        assertThat(assuming.tryReserve(Spend.unpriced()).isGranted()).isTrue();
        assertThat(assuming.tryReserve(Spend.unpriced()).isGranted()).isTrue();
        assertThat(assuming.tryReserve(Spend.unpriced()).isGranted()).isFalse();
    }

    /** Elsewhere the first use of a new key passes without a budget, or two first uses run into a deadlock. */
    @ParameterizedTest
    @EnumSource
    void pain07_firstUseBypassesTheBudget(Stores store) throws Exception {
        BudgetStore shared = store.create();
        for (int day = 0; day < 5; day++) {
            BudgetMonitor first = monitor(shared, five().per(Period.day()));
            BudgetMonitor second = monitor(shared, five().per(Period.day()));
            clock.advance(Duration.ofDays(1));
            int[] next = {0};
            List<Decision> decisions = allAtOnce(
                    () -> {
                        boolean even;
                        synchronized (next) {
                            even = next[0]++ % 2 == 0;
                        }
                        return (even ? first : second).tryReserve(Spend.of("3"));
                    },
                    THREADS);
            assertThat(decisions)
                    .describedAs("first uses of day %d", day)
                    .filteredOn(Decision::isGranted)
                    .hasSize(1);
        }
    }

    /** Elsewhere a month is 30 days, a day begins at a surprising hour, and the zone is the server's. */
    @ParameterizedTest
    @EnumSource
    void pain08_resetsComeAtTheWrongTime(Stores store) {
        clock.set("2026-02-28T04:59:59.999Z");
        BudgetMonitor monitor =
                monitor(store.create(), five().per(Period.month()).zone(ZoneId.of("America/Toronto")));
        assertThat(monitor.balance("openai").window().end()).contains(Instant.parse("2026-03-01T05:00:00Z"));
        monitor.reserve(Spend.of("5")).close();
        clock.set("2026-03-01T04:59:59.999Z");
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();

        clock.advance(Duration.ofMillis(1));

        assertThat(monitor.tryReserve(Spend.of("5")).isGranted()).isTrue();
        assertThat(monitor.balance("openai").window().end())
                .describedAs("daylight saving time began on 8 March")
                .contains(Instant.parse("2026-04-01T04:00:00Z"));
    }

    /** Elsewhere a counter is reset, and a late write brings the old one back. */
    @ParameterizedTest
    @EnumSource
    void pain09_oldCountersSurviveTheReset(Stores store) {
        BudgetMonitor monitor = monitor(store.create(), five().per(Period.day()));
        Reservation late = monitor.reserve(Spend.of("5"));
        clock.advance(Duration.ofDays(1));
        monitor.reserve(Spend.of("2")).commit(new BigDecimal("2"));

        late.commit(new BigDecimal("5"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("2");
        assertThat(monitor.checkLedger())
                .extracting(check -> check.totals().spent())
                .containsExactly(5_000_000_000L, 2_000_000_000L);
    }

    /** Elsewhere a store that is gone lets everything pass, or loses what was charged meanwhile. */
    @Test
    void pain10_storeIsGoneAndEverythingPasses() {
        Database database = Database.withTables();
        AckLosing unreliable = new AckLosing(database.dataSource());
        BudgetMonitor monitor = monitor(BudgetStore.jdbc(unreliable.proxy()), five());
        Reservation before = monitor.reserve(Spend.of("4"));
        unreliable.fail(true);

        assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1"))).isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> before.commit(new BigDecimal("3"))).isInstanceOf(LedgerException.class);
        unreliable.fail(false);
        before.commit(new BigDecimal("3"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("3");
        assertThat(monitor.tryReserve(Spend.of("2.01")).isGranted()).isFalse();
    }

    /** Elsewhere an increment that is sent again counts twice. */
    @Test
    void pain11_retriedIncrementsApplyTwice() {
        Database database = Database.withTables();
        AckLosing unreliable = new AckLosing(database.dataSource());
        BudgetMonitor monitor = monitor(BudgetStore.jdbc(unreliable.proxy()), five());
        Reservation reservation = monitor.reserve(Spend.of("2"));
        unreliable.loseNextAcknowledgement();
        assertThatThrownBy(() -> reservation.commit(new BigDecimal("1.5"))).isInstanceOf(LedgerException.class);

        reservation.commit(new BigDecimal("1.5"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("1.5");
        assertThat(monitor.entries("openai"))
                .extracting(Entry::kind)
                .containsExactlyInAnyOrder(Entry.Kind.HOLD, Entry.Kind.COMMIT);
    }

    /** Elsewhere an alert comes with every request, or never again; and people want 80, 85 and 95 per cent. */
    @ParameterizedTest
    @EnumSource
    void pain12_alertsRepeatOrNeverCome(Stores store) throws Exception {
        BudgetMonitor monitor =
                monitor(store.create(), Budget.named("openai").limit("100").alertAt("0.85"));

        allAtOnce(
                () -> {
                    Decision decision = monitor.tryReserve(Spend.of("1"));
                    if (decision.isGranted()) {
                        decision.reservation().commit(BigDecimal.ONE);
                    }
                    return decision;
                },
                120);

        assertThat(events.stream()
                        .filter(event -> !(event instanceof BudgetEvent.BreakerChanged))
                        .map(event -> event.message().replaceAll(":.*", ""))
                        .toList())
                .containsExactlyInAnyOrder(
                        "budget \"openai\" reached WARNING",
                        "budget \"openai\" reached 85 % of its limit",
                        "budget \"openai\" reached STOP");
    }

    /** Elsewhere one of two overlapping budgets is charged although the other refuses. */
    @ParameterizedTest
    @EnumSource
    void pain13_oneOfTwoBudgetsIsChargedThoughTheOtherRefuses(Stores store) throws Exception {
        BudgetMonitor monitor = monitor(
                store.create(),
                Budget.named("user").limit("10").stopAt("1").scope("user", "ada"),
                Budget.named("model").limit("4").stopAt("1").scope("model", "large"));
        Spend both = Spend.of("1").tag("user", "ada").tag("model", "large");

        List<Decision> decisions = allAtOnce(() -> monitor.tryReserve(both), 30);

        assertThat(decisions).filteredOn(Decision::isGranted).hasSize(4);
        assertThat(monitor.balance("user").held()).isEqualByComparingTo("4");
        assertThat(monitor.balance("model").held()).isEqualByComparingTo("4");
    }

    /** Elsewhere a budget is a rate that refills: a large one cannot be spent at once, or is refilled before its period ends. */
    @ParameterizedTest
    @EnumSource
    void pain14_budgetRefillsLikeARate(Stores store) {
        BudgetMonitor monitor = monitor(
                store.create(),
                Budget.named("openai").limit("1000000").stopAt("1").per(Period.day()));
        monitor.reserve(Spend.of("1000000")).commit(new BigDecimal("1000000"));

        clock.set("2026-11-23T23:59:59.999Z");
        assertThat(monitor.tryReserve(Spend.of("0.01")).isGranted()).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(monitor.tryReserve(Spend.of("1000000")).isGranted()).isTrue();
    }

    /** Elsewhere money is floating point, which loses units, or a scaled number with a low ceiling. */
    @ParameterizedTest
    @EnumSource
    void pain15_floatsLoseMoneyAndCeilingsAreLow(Stores store) {
        BudgetMonitor monitor = monitor(
                store.create(), Budget.named("openai").limit("9000000000").stopAt("1"));
        for (int i = 0; i < 10; i++) {
            monitor.reserve(Spend.of("0.1")).commit(new BigDecimal("0.1"));
        }
        monitor.reserve(Spend.of("8999999998.999999999")).commit(new BigDecimal("8999999998.999999999"));

        assertThat(monitor.balance("openai").free()).isEqualByComparingTo("0.000000001");
        assertThat(monitor.tryReserve(Spend.of("0.000000002")).isGranted()).isFalse();
        assertThat(monitor.tryReserve(Spend.of("0.000000001")).isGranted()).isTrue();
        assertThat(monitor.checkLedger()).allMatch(LedgerCheck::agrees);
    }
}
