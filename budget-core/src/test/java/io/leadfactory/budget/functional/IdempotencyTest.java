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
import io.leadfactory.budget.ledger.DownPolicy;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.IdempotencyConflictException;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.LedgerState;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.OutageStore;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.LimitOverride;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that is sent again with its key is done once, on every store. */
class IdempotencyTest {
    private static final Note NOTE = new Note("maria", "invoice of the week");
    private static final BigDecimal FIFTY = new BigDecimal("50");
    private static final Spend ORDER = Spend.of("10").tag("campaign", "spring").key("order-17");

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new CopyOnWriteArrayList<>();

    private BudgetMonitor monitor(BudgetStore store) {
        return ledger.watch(builder(store).build());
    }

    private BudgetMonitorBuilder builder(BudgetStore store) {
        return BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").per(Period.day()).build())
                .clock(clock)
                .store(store)
                .listener(events::add);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_sameKeyWhileOpen_isTheSameReservation(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        Decision first = monitor.tryReserve(ORDER);

        Decision second = monitor.tryReserve(ORDER);

        assertThat(first.isRepeated()).isFalse();
        assertThat(second.isRepeated()).isTrue();
        assertThat(second.isGranted()).isTrue();
        assertThat(second.refusal()).isEmpty();
        assertThat(second.reservation()).isSameAs(first.reservation());
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("10");
        second.reservation().commit(new BigDecimal("7"));
        assertThatThrownBy(() -> first.reservation().commit(new BigDecimal("7")))
                .isInstanceOf(ReservationEndedException.class);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_sameKeyAfterTheEnd_tellsHowItEndedAndGivesNothingToSpend(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        monitor.reserve(ORDER).commit(new BigDecimal("7"));

        Decision.Repeated again = (Decision.Repeated) monitor.tryReserve(ORDER);

        assertThat(again.isGranted()).isFalse();
        assertThat(again.reservedAt()).isEqualTo(clock.instant());
        assertThat(again.original().settlement()).hasValueSatisfying(end -> {
            assertThat(end.kind()).isEqualTo(Entry.Kind.COMMIT);
            assertThat(end.actual()).isEqualByComparingTo("7");
        });
        assertThatThrownBy(again::reservation)
                .isInstanceOf(ReservationEndedException.class)
                .hasMessageEndingWith("cannot be used again: it was committed before; a reservation ends once");
        assertThatThrownBy(() -> monitor.reserve(ORDER)).isInstanceOf(ReservationEndedException.class);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_sameKeyFromAnotherMonitor_sharesTheHoldAndEndsItOnce(Stores kind) {
        BudgetStore store = kind.create();
        BudgetMonitor first = monitor(store);
        BudgetMonitor second = monitor(store);
        Reservation mine = first.reserve(ORDER);

        Reservation theirs = second.tryReserve(ORDER).reservation();
        assertThat(theirs.id()).isEqualTo(mine.id());
        theirs.commit(new BigDecimal("12"));

        assertThat(mine.isOpen()).isTrue();
        assertThatThrownBy(mine::release)
                .isInstanceOf(ReservationEndedException.class)
                .hasMessageContaining("cannot be released: it was committed before");
        assertThat(mine.isOpen()).isFalse();
        assertThat(mine.settlement()).isEqualTo(theirs.settlement());
        mine.close();
        assertThat(first.balance("openai").spent()).isEqualByComparingTo("12");
        assertThat(first.balance("openai").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void close_endedByAnotherMonitor_doesNothing(Stores kind) {
        BudgetStore store = kind.create();
        BudgetMonitor first = monitor(store);
        try (Reservation mine = first.reserve(ORDER)) {
            monitor(store).reserve(ORDER).release();
            assertThat(mine.isOpen()).isTrue();
        }

        assertThat(first.balance("openai").spent()).isZero();
        assertThat(first.balance("openai").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_sameKeyTheNextDay_isStillTheHoldOfTheDayBefore(Stores kind) {
        BudgetMonitor monitor = monitor(kind.create());
        clock.set("2026-11-23T23:59:59Z");
        monitor.reserve(ORDER);
        clock.advance(Duration.ofSeconds(2));

        Reservation again = monitor.tryReserve(ORDER).reservation();
        again.commit(new BigDecimal("9"));

        assertThat(monitor.balance("openai").spent()).isZero();
        assertThat(monitor.checkLedger().get(0).totals().spent()).isEqualTo(9_000_000_000L);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_otherAmountOrTags_isAConflict(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        monitor.reserve(ORDER);
        clock.advance(Duration.ofMinutes(3));

        for (Spend other : List.of(
                Spend.of("11").tag("campaign", "spring").key("order-17"),
                Spend.of("10").tag("campaign", "summer").key("order-17"),
                Spend.of("10").key("order-17"),
                Spend.of("10").tag("campaign", "spring").tag("tenant", "maria").key("order-17"))) {
            assertThatThrownBy(() -> monitor.tryReserve(other))
                    .isInstanceOf(IdempotencyConflictException.class)
                    .hasMessageContaining("PT3M ago")
                    .hasMessageNotContainingAny("spring", "summer", "maria", "order-17")
                    .extracting(conflict -> ((IdempotencyConflictException) conflict).key())
                    .isEqualTo("order-17");
        }
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_keyExpired_isReservedAnew(Stores store) {
        BudgetMonitor monitor = ledger.watch(
                builder(store.create()).keysLiveFor(Duration.ofHours(2)).build());
        ReservationId first = monitor.reserve(ORDER).id();
        clock.advance(Duration.ofHours(2).minusMillis(1));
        assertThat(monitor.tryReserve(ORDER).isRepeated()).isTrue();
        clock.advance(Duration.ofMillis(1));

        assertThat(monitor.reserve(ORDER).id()).isNotEqualTo(first);
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("20");
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_refused_canBeGrantedLaterWithTheSameKey(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        Reservation filling = monitor.reserve(Spend.of("90"));

        assertThat(monitor.tryReserve(ORDER).refusal()).isPresent();
        filling.release();

        assertThat(monitor.tryReserve(ORDER)).isInstanceOf(Decision.Granted.class);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_timeToLiveOver_tellsThatItWasCharged(Stores store) {
        BudgetMonitor monitor = ledger.watch(
                builder(store.create()).timeToLive(Duration.ofMinutes(1)).build());
        monitor.reserve(ORDER);
        clock.advance(Duration.ofMinutes(1));

        Decision.Repeated again = (Decision.Repeated) monitor.tryReserve(ORDER);

        assertThat(again.isGranted()).isFalse();
        assertThat(again.original().settlement())
                .hasValueSatisfying(end -> assertThat(end.kind()).isEqualTo(Entry.Kind.CHARGE));
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_repeated_isToldToNobody(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        monitor.reserve(Spend.of("90").key("big"));
        int told = events.size();

        monitor.tryReserve(Spend.of("90").key("big"));

        assertThat(told).isPositive();
        assertThat(events).hasSize(told);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_oneKeyFromManyThreadsOfTwoMonitors_holdsOnce(Stores kind) throws Exception {
        BudgetStore store = kind.create();
        List<BudgetMonitor> monitors = List.of(monitor(store), monitor(store));

        List<Decision> decisions = atOnce(8, i -> monitors.get(i % 2).tryReserve(ORDER));

        assertThat(decisions).filteredOn(decision -> !decision.isRepeated()).hasSize(1);
        assertThat(decisions)
                .extracting(decision -> decision.reservation().id())
                .containsOnly(decisions.get(0).reservation().id());
        assertThat(monitors.get(0).balance("openai").held()).isEqualByComparingTo("10");
    }

    @ParameterizedTest
    @EnumSource
    void refund_sameKeyFromManyThreadsOfTwoMonitors_comesBackOnce(Stores kind) throws Exception {
        BudgetStore store = kind.create();
        List<BudgetMonitor> monitors = List.of(monitor(store), monitor(store));
        monitors.get(0).reserve(Spend.of("50")).commit(new BigDecimal("50"));

        atOnce(8, i -> monitors.get(i % 2).refund("openai", new BigDecimal("5"), "refund-17"));

        assertThat(monitors.get(0).balance("openai").spent()).isEqualByComparingTo("45");
        assertThat(events).filteredOn(BudgetEvent.Adjusted.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void changesByHand_sameKeyAgain_changeNothing(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        Reservation reservation = monitor.reserve(Spend.of("50"));
        reservation.commit(new BigDecimal("50"));
        BigDecimal five = new BigDecimal("5");
        for (int i = 0; i < 2; i++) {
            monitor.refund("openai", five, "a");
            monitor.refund(reservation, five, "b");
            monitor.adjust("openai", new BigDecimal("-5.00"), NOTE, "c");
            assertThat(monitor.credit("openai", five, NOTE, "d").limit()).isEqualByComparingTo("105");
        }

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("35");
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("105");
        for (Runnable other : List.<Runnable>of(
                () -> monitor.refund("openai", new BigDecimal("6"), "a"),
                () -> monitor.refund(reservation, five, "a"),
                () -> monitor.adjust("openai", five, NOTE, "c"),
                () -> monitor.credit("openai", five, new Note("maria", "another reason"), "d"),
                () -> monitor.tryReserve(Spend.of("5").key("a")))) {
            assertThatThrownBy(other::run)
                    .isInstanceOf(IdempotencyConflictException.class)
                    .hasMessageNotContainingAny("maria", "reason");
        }
    }

    @ParameterizedTest
    @EnumSource
    void override_sameKeyAgain_isTheFirst(Stores kind) {
        BudgetStore store = kind.create();
        BudgetMonitor monitor = monitor(store);
        Instant friday = clock.instant().plus(Duration.ofHours(2));
        LimitOverride first = monitor.override("openai", FIFTY, friday, NOTE, "raise-17");

        LimitOverride again = monitor(store).override("openai", new BigDecimal("50.00"), friday, NOTE, "raise-17");

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.until()).isEqualTo(first.until());
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("150");
        assertThat(events).filteredOn(BudgetEvent.Adjusted.class::isInstance).hasSize(1);
        again.end(NOTE);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
        monitor.override("openai", FIFTY, friday, NOTE, "raise-17").end(NOTE);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @EnumSource
    void override_sameKeyForSomethingElse_isAConflict(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        Instant friday = clock.instant().plus(Duration.ofHours(2));
        monitor.override("openai", FIFTY, friday, NOTE, "raise-17");

        for (Runnable other : List.<Runnable>of(
                () -> monitor.override("openai", new BigDecimal("51"), friday, NOTE, "raise-17"),
                () -> monitor.override("openai", FIFTY, friday.plusMillis(1), NOTE, "raise-17"),
                () -> monitor.override("openai", FIFTY, friday, new Note("maria", "another reason"), "raise-17"),
                () -> monitor.credit("openai", FIFTY, NOTE, "raise-17"),
                () -> monitor.tryReserve(Spend.of("50").key("raise-17")))) {
            assertThatThrownBy(other::run)
                    .isInstanceOf(IdempotencyConflictException.class)
                    .hasMessageNotContainingAny("maria", "reason");
        }
        monitor.credit("openai", FIFTY, NOTE, "credit-17");
        assertThatThrownBy(() -> monitor.override("openai", FIFTY, friday, NOTE, "credit-17"))
                .isInstanceOf(IdempotencyConflictException.class);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("200");
    }

    @ParameterizedTest
    @EnumSource
    void override_sameKeyWhenItIsOverAndTheNextDay_isStillTheFirst(Stores store) {
        BudgetMonitor monitor = monitor(store.create());
        Instant soon = clock.instant().plus(Duration.ofMinutes(1));
        LimitOverride first = monitor.override("openai", FIFTY, soon, NOTE, "raise-17");

        clock.advance(Duration.ofMinutes(2));
        assertThat(monitor.override("openai", FIFTY, soon, NOTE, "raise-17").id())
                .isEqualTo(first.id());
        clock.advance(Duration.ofHours(12));
        LimitOverride late = monitor.override("openai", FIFTY, soon, NOTE, "raise-17");

        assertThat(late.id()).isEqualTo(first.id());
        late.end(NOTE);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @EnumSource
    void override_keyExpired_raisesAnew(Stores store) {
        BudgetMonitor monitor = ledger.watch(
                builder(store.create()).keysLiveFor(Duration.ofHours(2)).build());
        Instant evening = clock.instant().plus(Duration.ofHours(8));
        monitor.override("openai", FIFTY, evening, NOTE, "raise-17");
        clock.advance(Duration.ofHours(2));

        monitor.override("openai", FIFTY, evening, NOTE, "raise-17");

        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("200");
    }

    @ParameterizedTest
    @EnumSource
    void override_sameKeyFromManyThreadsOfTwoMonitors_raisesOnce(Stores kind) throws Exception {
        BudgetStore store = kind.create();
        List<BudgetMonitor> monitors = List.of(monitor(store), monitor(store));
        Instant friday = clock.instant().plus(Duration.ofHours(2));

        List<LimitOverride> raised =
                atOnce(8, i -> monitors.get(i % 2).override("openai", FIFTY, friday, NOTE, "raise-17"));

        assertThat(raised.stream().map(LimitOverride::id).distinct()).hasSize(1);
        assertThat(monitors.get(0).balance("openai").limit()).isEqualByComparingTo("150");
        assertThat(events).filteredOn(BudgetEvent.Adjusted.class::isInstance).hasSize(1);
    }

    @Test
    void override_acknowledgementLost_raisesOnceWhenSentAgain() {
        try (Database database = Database.withTables()) {
            AckLosing dataSource = new AckLosing(database.dataSource());
            Instant friday = clock.instant().plus(Duration.ofHours(2));
            try (OutageStore store = BudgetStore.jdbc(dataSource.proxy(), DownPolicy.closed())) {
                BudgetMonitor monitor = builder(store).build();
                dataSource.loseNextAcknowledgement();
                assertThatThrownBy(() -> monitor.override("openai", FIFTY, friday, NOTE, "raise-17"))
                        .isInstanceOf(LedgerException.class);
                while (store.state() != LedgerState.UP) {
                    Thread.onSpinWait();
                }

                monitor.override("openai", FIFTY, friday, NOTE, "raise-17").end(NOTE);

                assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
                LedgerWatch.check(monitor);
            }
        }
    }

    @Test
    void override_noKey_isRefused() {
        BudgetMonitor monitor = monitor(BudgetStore.inMemory());
        Instant friday = clock.instant().plus(Duration.ofHours(2));

        assertThatThrownBy(() -> monitor.override("openai", FIFTY, friday, NOTE, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a key must have 1 to 200 characters");
    }

    @Test
    void tryReserve_acknowledgementLost_findsTheHoldWhenSentAgain() {
        try (Database database = Database.withTables()) {
            AckLosing dataSource = new AckLosing(database.dataSource());
            BudgetMonitor monitor =
                    builder(BudgetStore.jdbc(dataSource.proxy())).build();
            dataSource.loseNextAcknowledgement();
            assertThatThrownBy(() -> monitor.tryReserve(ORDER)).isInstanceOf(LedgerException.class);

            Decision again = monitor.tryReserve(ORDER);

            assertThat(again.isRepeated()).isTrue();
            assertThat(monitor.balance("openai").held()).isEqualByComparingTo("10");
            again.reservation().commit(new BigDecimal("7"));
            assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
            LedgerWatch.check(monitor);
        }
    }

    @Test
    void refund_acknowledgementLost_comesBackOnceWhenSentAgain() {
        try (Database database = Database.withTables()) {
            AckLosing dataSource = new AckLosing(database.dataSource());
            BudgetMonitor monitor =
                    builder(BudgetStore.jdbc(dataSource.proxy())).build();
            monitor.reserve(Spend.of("50")).commit(new BigDecimal("50"));
            BigDecimal five = new BigDecimal("5");
            dataSource.loseNextAcknowledgement();
            assertThatThrownBy(() -> monitor.refund("openai", five, "refund-17"))
                    .isInstanceOf(LedgerException.class);

            assertThat(monitor.refund("openai", five, "refund-17").spent()).isEqualByComparingTo("45");
            LedgerWatch.check(monitor);
        }
    }

    @Test
    void commit_acknowledgementLostThenReleased_isToldHowItEnded() {
        try (Database database = Database.withTables()) {
            AckLosing dataSource = new AckLosing(database.dataSource());
            BudgetMonitor monitor =
                    builder(BudgetStore.jdbc(dataSource.proxy())).build();
            Reservation reservation = monitor.reserve(ORDER);
            dataSource.loseNextAcknowledgement();
            assertThatThrownBy(() -> reservation.commit(new BigDecimal("7"))).isInstanceOf(LedgerException.class);
            assertThat(reservation.isOpen()).isTrue();

            assertThatThrownBy(reservation::release)
                    .isInstanceOf(ReservationEndedException.class)
                    .hasMessageContaining("it was committed before");
            assertThat(reservation.isOpen()).isFalse();
            assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
        }
    }

    @Test
    void keysLiveFor_notAtLeastAMillisecond_isRefused() {
        assertThatThrownBy(() -> BudgetMonitor.builder().keysLiveFor(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("keysLiveFor must be a millisecond to");
    }

    private interface Work<T> {
        T of(int number) throws Exception;
    }

    private static <T> List<T> atOnce(int threads, Work<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                calls.add(() -> {
                    start.await();
                    return work.of(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : pool.invokeAll(calls)) {
                results.add(each.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
