package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.DownPolicy;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.LedgerState;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.OutageStore;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens while the database is down, and what is in the ledger afterwards. The limit is 100, so the stop line lies at 95. */
class OutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Database database = Database.withTables();
    private final SwitchedSource source = new SwitchedSource(database.dataSource());
    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final Queue<BudgetEvent> events = new ConcurrentLinkedQueue<>();
    private final List<OutageStore> stores = new ArrayList<>();

    @AfterEach
    void databaseIsBack_ledgerAddsUp() {
        source.refuse(null);
        source.resume();
        source.on();
        BudgetMonitor witness = plain();
        stores.forEach(OutageTest::awaitUp);
        LedgerWatch.check(witness);
        database.close();
    }

    @Test
    void closed_databaseDown_grantsNothingAndAsksItNoMore() {
        BudgetMonitor monitor = monitor(store(DownPolicy.closed().probing(Duration.ofHours(1))));
        Reservation before = monitor.reserve(Spend.of("10"));
        source.off();

        assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("the database cannot be reached");
        assertThatThrownBy(() -> before.commit(new BigDecimal("4"))).isInstanceOf(LedgerException.class);
        assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1")))
                .isInstanceOf(LedgerException.class)
                .hasMessage("cannot reserve from budget \"openai\": the database is down; it is looked for, and asked"
                        + " again when it is back");
        assertThat(before.isOpen()).isTrue();
        assertThat(stores.get(0).state()).isEqualTo(LedgerState.DOWN);
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("10");
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.OK);
        assertThatThrownBy(() -> monitor.entries("openai")).hasMessageStartingWith("cannot read the entries");

        // One call found it, and the one who looks is told to wait long.
        int asked = source.asked();
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> monitor.tryReserve(Spend.of("1"))).isInstanceOf(LedgerException.class);
        }
        assertThat(source.asked() - asked).isLessThan(100);
    }

    @Test
    void closed_databaseBack_holdEndsThen() {
        BudgetMonitor monitor = monitor(store(DownPolicy.closed()));
        Reservation before = monitor.reserve(Spend.of("10"));
        source.off();
        assertThatThrownBy(() -> before.commit(new BigDecimal("4"))).isInstanceOf(LedgerException.class);

        back();
        before.commit(new BigDecimal("4"));

        assertStands(monitor, "4", "0");
    }

    @Test
    void open_databaseDown_grantsUpToTheCapAndRecordsAllOfIt() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("20").process("node-1")));
        monitor.reserve(Spend.of("10")).commit(new BigDecimal("10"));
        source.off();

        Reservation first = monitor.reserve(Spend.of("12"));
        Decision beyond = monitor.tryReserve(Spend.of("9"));
        first.commit(new BigDecimal("7.5"));
        monitor.reserve(Spend.of("5")).release();
        monitor.reserve(Spend.of("12.5")).close();

        assertThat(beyond.isGranted()).isFalse();
        assertThatThrownBy(beyond::reservation)
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessageContaining("8.00");
        Balance meanwhile = monitor.balance("openai");
        assertThat(meanwhile.spent()).isEqualByComparingTo("30");
        assertThat(meanwhile.held()).isZero();
        assertThat(plain().balance("openai").spent()).isEqualByComparingTo("10");

        back();
        assertStands(monitor, "30", "0");
        List<Entry> entries = monitor.entries("openai");
        assertThat(entries).extracting(Entry::kind).containsOnlyOnce(Entry.Kind.OUTAGE);
        assertThat(entries)
                .filteredOn(entry -> entry.kind() == Entry.Kind.OUTAGE)
                .singleElement()
                .matches(entry -> entry.note().orElseThrow().author().equals("node-1"))
                .matches(entry -> entry.held().compareTo(new BigDecimal("20")) == 0);
        assertThat(events).filteredOn(BudgetEvent.LedgerDown.class::isInstance).hasSize(1);
        assertThat(events)
                .filteredOn(BudgetEvent.LedgerBack.class::isInstance)
                .singleElement()
                .extracting(BudgetEvent::message)
                .isEqualTo("the ledger of budget \"openai\" is back: 20.00 spent meanwhile is recorded");
    }

    @Test
    void open_budgetHadStopped_staysStopped() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("20")));
        monitor.reserve(Spend.of("94"));
        source.off();

        assertThat(monitor.tryReserve(Spend.of("2")).isGranted()).isFalse();
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isTrue();
    }

    @Test
    void open_othersSpentMeanwhile_passesTheLimitByAtMostTheCapAndTells() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("20")));
        BudgetMonitor other = plain();
        source.off();
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.OK);
        other.reserve(Spend.of("95")).commit(new BigDecimal("95"));

        monitor.reserve(Spend.of("20")).commit(new BigDecimal("20"));
        back();

        assertStands(monitor, "115", "0");
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
    }

    @Test
    void open_twoProcesses_passTheLineByAtMostTheCapOfEach() {
        BudgetMonitor first = monitor(store(DownPolicy.openUpTo("10")));
        BudgetMonitor second = monitor(store(DownPolicy.openUpTo("10")));
        first.reserve(Spend.of("82")).commit(new BigDecimal("82"));
        assertThat(second.status("openai")).isEqualTo(BudgetStatus.WARNING);
        source.off();

        first.reserve(Spend.of("10")).commit(new BigDecimal("10"));
        second.reserve(Spend.of("10")).commit(new BigDecimal("10"));
        assertThat(first.tryReserve(Spend.of("1")).isGranted()).isFalse();
        assertThat(second.tryReserve(Spend.of("1")).isGranted()).isFalse();
        back();

        assertStands(first, "102", "0");
        assertStands(second, "102", "0");
    }

    @Test
    void open_overrideIsOverMeanwhile_endsAfterwards() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("10")));
        Note note = new Note("maria", "the campaign is extended");
        monitor.override("openai", new BigDecimal("50"), clock.instant().plusSeconds(60), note);
        source.off();
        clock.advance(Duration.ofMinutes(2));

        monitor.reserve(Spend.of("10")).commit(new BigDecimal("10"));
        back();

        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
        assertStands(monitor, "10", "0");
    }

    @Test
    void open_linesReachedMeanwhile_areToldOnceItIsRecorded() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("90")));
        source.off();
        monitor.reserve(Spend.of("85")).commit(new BigDecimal("85"));
        assertThat(events).noneMatch(BudgetEvent.ThresholdReached.class::isInstance);

        back();

        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .hasSize(1);
    }

    @Test
    void open_costMoreThanHeld_isRecordedInFull() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("20")));
        source.off();

        monitor.reserve(Spend.of("10")).commit(new BigDecimal("33"));
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();
        back();

        assertStands(monitor, "33", "0");
    }

    @Test
    void open_reservationOpenWhenItIsBack_staysHeldUntilItEnds() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("20")));
        source.off();
        Reservation open = monitor.reserve(Spend.of("6"));
        monitor.reserve(Spend.of("4")).commit(new BigDecimal("3"));

        back();
        assertThat(plain().balance("openai").held()).isEqualByComparingTo("9");
        open.commit(new BigDecimal("5"));

        awaitUp(stores.get(0));
        assertStands(monitor, "8", "0");
        assertThat(stores.get(0).unrecorded()).isZero();
    }

    @Test
    void open_periodBeginsMeanwhile_hasACapOfItsOwnAndIsOpenedAfterwards() {
        BudgetMonitor monitor = daily(store(DownPolicy.openUpTo("20")));
        monitor.reserve(Spend.of("90")).commit(new BigDecimal("90"));
        source.off();
        monitor.reserve(Spend.of("5")).commit(new BigDecimal("5"));
        clock.set("2026-11-24T01:00:00Z");

        monitor.reserve(Spend.of("20")).commit(new BigDecimal("19"));
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("19");
        back();

        assertStands(monitor, "19", "0");
        assertThat(monitor.checkLedger())
                .extracting(check -> check.totals().spent())
                .containsExactly(95_000_000_000L, 19_000_000_000L);
    }

    @Test
    void emergency_databaseUp_countsAsHeldAndIsNotSpent() {
        BudgetMonitor monitor = monitor(store(DownPolicy.emergency("30").process("node-1")));

        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("30");
        assertThat(monitor.tryReserve(Spend.of("65.01")).isGranted()).isFalse();
        monitor.reserve(Spend.of("65")).commit(new BigDecimal("65"));

        assertThat(monitor.entries("openai").get(0).kind()).isEqualTo(Entry.Kind.EMERGENCY);
    }

    @Test
    void emergency_databaseDown_spendsTheReserveAndNeverMore() {
        BudgetMonitor monitor = monitor(store(DownPolicy.emergency("30")));
        monitor.reserve(Spend.of("65")).commit(new BigDecimal("65"));
        source.off();

        Reservation first = monitor.reserve(Spend.of("20"));
        assertThat(monitor.tryReserve(Spend.of("10.01")).isGranted()).isFalse();
        first.commit(new BigDecimal("18"));
        monitor.reserve(Spend.of("12")).commit(new BigDecimal("12"));
        assertThat(monitor.tryReserve(Spend.of("0.01")).isGranted()).isFalse();
        assertStands(monitor, "95", "0");

        back();
        assertStands(monitor, "95", "0");
    }

    @Test
    void emergency_databaseBack_isSetAsideAgain() {
        OutageStore store = store(DownPolicy.emergency("30"));
        BudgetMonitor monitor = monitor(store);
        for (int outage = 1; outage <= 3; outage++) {
            source.off();
            monitor.reserve(Spend.of("10")).commit(new BigDecimal("8"));
            back();
            assertStands(monitor, Integer.toString(8 * outage), "30");
        }

        store.close();
        assertStands(plain(), "24", "0");
    }

    @Test
    void emergency_processDies_reserveStaysCountedUntilSomebodyEndsIt() {
        BudgetMonitor dying = monitor(store(DownPolicy.emergency("30").process("node-1")));
        source.off();
        dying.reserve(Spend.of("10")).commit(new BigDecimal("8"));
        // It is abandoned here, and its database never comes back for it: nobody ends what it set aside.
        SwitchedSource elsewhere = new SwitchedSource(database.dataSource());
        BudgetStore operator = BudgetStore.jdbc(elsewhere.proxy());
        Account account = operator.open(budget(), budget().windowAt(clock.instant()));
        BudgetMonitor survivor = plain();
        assertThat(survivor.tryReserve(Spend.of("65.01")).isGranted()).isFalse();

        Entry left = operator.entries(account).stream()
                .filter(entry -> entry.kind() == Entry.Kind.EMERGENCY)
                .filter(entry -> entry.note().orElseThrow().author().equals("node-1"))
                .findFirst()
                .orElseThrow();
        long spent = 8_000_000_000L;
        operator.settle(
                new Settlement(Entry.Kind.COMMIT, left.reservation(), left.heldUnits(), spent),
                List.of(account),
                clock.instant());

        assertStands(survivor, "8", "0");
    }

    @Test
    void emergency_periodBeginsMeanwhile_hasNoReserveAndTheOldOneIsGivenBack() {
        BudgetMonitor monitor = daily(store(DownPolicy.emergency("30")));
        source.off();
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isTrue();
        clock.set("2026-11-24T01:00:00Z");

        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();
        back();

        assertStands(monitor, "0", "30");
    }

    @Test
    void emergency_periodBegins_reserveMovesOn() {
        OutageStore store = store(DownPolicy.emergency("30"));
        BudgetMonitor monitor = daily(store);
        clock.set("2026-11-24T01:00:00Z");
        assertStands(monitor, "0", "30");
        awaitUp(store);

        assertThat(monitor.checkLedger())
                .extracting(check -> check.totals().held())
                .containsExactly(0L, 30_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyButClosed_holdsFromBefore_endMeanwhileAndAreSentInOrder(boolean open) {
        BudgetMonitor monitor = monitor(store(open ? DownPolicy.openUpTo("1") : DownPolicy.emergency("1")));
        Reservation committed = monitor.reserve(Spend.of("10"));
        Reservation released = monitor.reserve(Spend.of("20"));
        Reservation overrun = monitor.reserve(Spend.of("30"));
        source.off();

        committed.commit(new BigDecimal("4"));
        released.release();
        overrun.commit(new BigDecimal("31"));
        assertThat(committed.isOpen()).isFalse();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("35");
        assertThat(events).filteredOn(BudgetEvent.Overrun.class::isInstance).hasSize(1);
        back();

        assertStands(monitor, "35", open ? "0" : "1");
        assertThat(events).filteredOn(BudgetEvent.Overrun.class::isInstance).hasSize(1);
        assertThat(events).noneMatch(BudgetEvent.Unrecorded.class::isInstance);
    }

    @Test
    void open_queueFull_saysSoAndTheHoldStaysOpen() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50").waiting(2)));
        List<Reservation> before = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            before.add(monitor.reserve(Spend.of("1")));
        }
        source.off();
        before.get(0).commit(BigDecimal.ONE);
        before.get(1).commit(BigDecimal.ONE);

        assertThatThrownBy(() -> before.get(2).commit(BigDecimal.ONE))
                .isInstanceOf(LedgerException.class)
                .hasMessageEndingWith(
                        "in budget \"openai\": the database is down, and 2 ends of holds wait for it already;"
                                + " try again when it is back");
        monitor.reserve(Spend.of("1"));
        monitor.reserve(Spend.of("1"));
        assertThatThrownBy(() -> monitor.reserve(Spend.of("1")))
                .hasMessageContaining("2 reservations of this outage are open");
        back();
        before.get(2).commit(BigDecimal.ONE);

        assertStands(monitor, "3", "2");
    }

    @ParameterizedTest
    @EnumSource(
            value = SwitchedSource.Commit.class,
            names = {"LOSES_THE_ANSWER", "NEVER_ARRIVES"})
    void open_commitOfAHoldUnclear_isGrantedOnce(SwitchedSource.Commit commit) {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        source.nextCommit(commit);

        Reservation reservation = monitor.reserve(Spend.of("10"));
        awaitUp(stores.get(0));
        reservation.commit(new BigDecimal("9"));
        awaitUp(stores.get(0));

        assertStands(monitor, "9", "0");
    }

    @ParameterizedTest
    @EnumSource(
            value = SwitchedSource.Commit.class,
            names = {"LOSES_THE_ANSWER", "NEVER_ARRIVES"})
    void closed_commitOfAHoldUnclear_isRefusedAndLeavesNothing(SwitchedSource.Commit commit) {
        BudgetMonitor monitor = monitor(store(DownPolicy.closed()));
        source.nextCommit(commit);

        assertThatThrownBy(() -> monitor.reserve(Spend.of("10"))).isInstanceOf(LedgerException.class);
        awaitUp(stores.get(0));

        assertStands(monitor, "0", "0");
    }

    @ParameterizedTest
    @EnumSource(
            value = SwitchedSource.Commit.class,
            names = {"LOSES_THE_ANSWER", "NEVER_ARRIVES"})
    void emergency_commitOfASettlementUnclear_isRecordedOnce(SwitchedSource.Commit commit) {
        BudgetMonitor monitor = monitor(store(DownPolicy.emergency("5")));
        Reservation reservation = monitor.reserve(Spend.of("10"));
        source.nextCommit(commit);

        reservation.commit(new BigDecimal("12"));
        awaitUp(stores.get(0));

        assertStands(monitor, "12", "5");
    }

    /** It goes away again after each number of connections, so in the middle of whatever is being sent. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void recovering_databaseGoesAgain_sendsTheRestLater(int connections) {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50").probing(Duration.ofMillis(1))));
        Reservation first = monitor.reserve(Spend.of("10"));
        Reservation second = monitor.reserve(Spend.of("10"));
        source.off();
        first.commit(new BigDecimal("7"));
        second.commit(new BigDecimal("6"));
        monitor.reserve(Spend.of("5")).commit(new BigDecimal("4"));

        for (int round = 0; round < 3; round++) {
            int asked = source.asked();
            source.onFor(connections);
            await(() -> source.asked() > asked + connections || stores.get(0).state() == LedgerState.UP);
            monitor.reserve(Spend.of("1")).commit(new BigDecimal("1"));
        }
        back();

        assertStands(monitor, "20", "0");
        assertThat(events).noneMatch(BudgetEvent.Unrecorded.class::isInstance);
    }

    @Test
    void down_databaseHangs_noCallerWaits() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        Reservation before = monitor.reserve(Spend.of("10"));
        source.off();
        before.release();
        source.hangAfter(0);
        await(() -> source.hanging() == 1);
        int asked = source.asked();

        // One thread waits for the database now, and these would wait with it if they asked.
        for (int i = 0; i < 50; i++) {
            monitor.reserve(Spend.of("1")).commit(BigDecimal.ONE);
        }
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("50");
        assertThat(source.asked()).isEqualTo(asked);
        assertThat(stores.get(0).state()).isEqualTo(LedgerState.DOWN);
        source.resume();
        back();

        assertStands(monitor, "50", "0");
    }

    @Test
    void recovering_beforeAllIsSent_isARoundOfItsOwn() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        Reservation first = monitor.reserve(Spend.of("10"));
        Reservation second = monitor.reserve(Spend.of("10"));
        source.off();
        first.commit(BigDecimal.ONE);
        source.hangAfter(1);
        source.on();

        await(() -> source.hanging() == 1);
        assertThat(stores.get(0).state()).isEqualTo(LedgerState.RECOVERING);
        second.commit(BigDecimal.ONE);
        monitor.reserve(Spend.of("3")).commit(new BigDecimal("2"));
        assertThat(events).noneMatch(BudgetEvent.LedgerBack.class::isInstance);
        source.resume();
        back();

        assertStands(monitor, "4", "0");
    }

    @Test
    void recovering_ledgerHasAnotherEnd_tellsAndGoesOn() {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        Reservation contested = monitor.reserve(Spend.of("10"));
        Reservation other = monitor.reserve(Spend.of("10"));
        source.off();
        contested.commit(new BigDecimal("7"));
        other.commit(new BigDecimal("6"));
        BudgetStore operator = BudgetStore.jdbc(database.dataSource());
        Account account = operator.open(budget(), budget().windowAt(clock.instant()));
        operator.settle(
                new Settlement(Entry.Kind.RELEASE, contested.id(), 10_000_000_000L, 0),
                List.of(account),
                clock.instant());

        back();

        assertStands(monitor, "6", "0");
        assertThat(events)
                .filteredOn(BudgetEvent.Unrecorded.class::isInstance)
                .singleElement()
                .extracting(BudgetEvent::message)
                .asString()
                .startsWith(
                        "budget \"openai\": reservation %s held 10.00 and cost 7.00, which is not recorded: cannot end"
                                .formatted(contested.id()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "57014", "53300"})
    void up_databaseAnswersThatItWillNot_isNoOutage(String state) {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        source.refuse(new SQLException("no", state));

        assertThatThrownBy(() -> monitor.reserve(Spend.of("1"))).isInstanceOf(LedgerException.class);

        assertThat(stores.get(0).state()).isEqualTo(LedgerState.UP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P02", "57P03", "90067", "90121"})
    void up_databaseIsGone_isAnOutage(String state) {
        BudgetMonitor monitor = monitor(store(DownPolicy.openUpTo("50")));
        source.refuse(new SQLException("no", state));

        monitor.reserve(Spend.of("1")).release();

        assertThat(stores.get(0).state()).isNotEqualTo(LedgerState.UP);
    }

    @Test
    void tryReserve_severalBudgets_areHeldAllOrNone() {
        OutageStore store = store(DownPolicy.openUpTo("20").forBudget("tenant", new BigDecimal("5")));
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(budget())
                .budget(Budget.named("tenant").limit("50").scope("tenant", "a").build())
                .store(store)
                .clock(clock)
                .build();
        source.off();

        assertThat(monitor.tryReserve(Spend.of("6").tag("tenant", "a")).isGranted())
                .isFalse();
        assertThat(monitor.balance("openai").held()).isZero();
        monitor.reserve(Spend.of("5").tag("tenant", "a")).commit(new BigDecimal("4"));
        monitor.reserve(Spend.of("15")).commit(new BigDecimal("15"));
        back();

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("19");
        assertThat(monitor.balance("tenant").spent()).isEqualByComparingTo("4");
    }

    @Test
    void line_databaseDown_spendsAndRefusesAsReservationsDo() {
        BudgetMonitor monitor = monitor(store(DownPolicy.emergency("30")));
        BudgetLine line = monitor.line("openai");
        source.off();

        long ticket = line.reserve(10_000_000_000L);
        assertThatThrownBy(() -> line.reserve(21_000_000_000L)).isInstanceOf(BudgetRefusedException.class);
        line.commit(ticket, 9_000_000_000L);
        back();

        assertStands(monitor, "9", "30");
    }

    @Test
    void close_databaseDown_saysWhatIsNotRecorded() {
        OutageStore store = store(DownPolicy.openUpTo("30"));
        Reservation before = monitor(store).reserve(Spend.of("10"));
        source.off();
        before.commit(new BigDecimal("9"));

        assertThatThrownBy(store::close)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("1 ends of holds and open reservations are not recorded");
        source.on();
        store.close();

        assertStands(plain(), "9", "0");
    }

    private void back() {
        source.on();
        stores.forEach(OutageTest::awaitUp);
    }

    private static void awaitUp(OutageStore store) {
        await(() -> store.state() == LedgerState.UP);
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

    private static Budget budget() {
        return Budget.named("openai").limit("100").build();
    }

    private OutageStore store(DownPolicy policy) {
        OutageStore store = BudgetStore.jdbc(source.proxy(), policy);
        stores.add(store);
        return store;
    }

    private BudgetMonitor monitor(OutageStore store) {
        return monitor(store, budget());
    }

    private BudgetMonitor daily(OutageStore store) {
        return monitor(
                store, Budget.named("openai").limit("100").per(Period.day()).build());
    }

    private BudgetMonitor monitor(OutageStore store, Budget budget) {
        return BudgetMonitor.builder()
                .budget(budget)
                .store(store)
                .clock(clock)
                .listener(events::add)
                .build();
    }

    private BudgetMonitor plain() {
        return BudgetMonitor.builder()
                .budget(budget())
                .store(BudgetStore.jdbc(database.dataSource()))
                .clock(clock)
                .build();
    }

    private static void assertStands(BudgetMonitor monitor, String spent, String held) {
        Balance balance = monitor.balance("openai");
        assertThat(balance.spent()).describedAs("spent").isEqualByComparingTo(spent);
        assertThat(balance.held()).describedAs("held").isEqualByComparingTo(held);
    }
}
