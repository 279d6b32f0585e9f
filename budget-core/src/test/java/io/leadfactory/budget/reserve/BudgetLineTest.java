package io.leadfactory.budget.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.BudgetMonitorClosedException;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.plan.UnknownOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetLineTest {
    private static final long UNIT = 1_000_000_000L;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-27T12:00:00Z");
    private final List<BudgetEvent> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void commit_lessThanTheHold_leavesTheActualCost(Stores store) {
        BudgetMonitor monitor = monitor(store);
        // readme:line
        BudgetLine line = monitor.line("all", "openai"); // once
        long ticket = line.tryReserve(500_000_000); // nano-units: 0.50
        if (ticket != BudgetLine.REFUSED) {
            line.commit(ticket, 410_000_000);
        }
        // end:line

        for (String budget : List.of("all", "openai")) {
            assertThat(monitor.balance(budget).spent()).isEqualByComparingTo("0.41");
            assertThat(monitor.balance(budget).held()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_stopLine_isReachedAndNotPassed(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");

        long ticket = line.reserve(95 * UNIT);
        assertThat(line.tryReserve(1)).isEqualTo(BudgetLine.REFUSED);
        assertThat(line.status()).isEqualTo(BudgetStatus.STOP);
        assertThat(line.reservable()).isZero();
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
        assertThat(heard)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .extracting(event -> ((BudgetEvent.ThresholdReached) event).status())
                .containsExactly(BudgetStatus.WARNING, BudgetStatus.STOP);
        assertThatThrownBy(() -> line.reserve(1))
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessage("cannot reserve 0.000000001 from budget \"openai\": 0.00 left until 2026-11-28T00:00:00Z");

        line.release(ticket);
        assertThat(monitor.breaker("openai").isHalfOpen()).isTrue();
        line.release(line.reserve(UNIT));
        assertThat(monitor.breaker("openai").isClosed()).isTrue();
        line.reserve(95 * UNIT);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void end_again_isRefusedInWords(Stores store) {
        BudgetLine line = monitor(store).line("openai");
        long ticket = line.reserve(UNIT);
        line.commit(ticket, UNIT);

        if (store == Stores.MEMORY) {
            assertThatThrownBy(() -> line.release(ticket))
                    .isInstanceOf(ReservationEndedException.class)
                    .hasMessage(
                            "ticket %d of line of [\"openai\"] cannot be released: it was ended before; a ticket ends once"
                                    .formatted(ticket));
        }
        line.close(ticket);
        assertThatThrownBy(() -> line.commit(12_345, 1)).isInstanceOf(UnknownTicketException.class);
        assertThat(line.reservable()).isEqualTo(94 * UNIT);
    }

    @ParameterizedTest
    @EnumSource
    void commit_moreThanTheHold_isAnOverrunInFull(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");

        line.commit(line.reserve(UNIT), 200 * UNIT);

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("200");
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
        assertThat(heard).filteredOn(BudgetEvent.Overrun.class::isInstance).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_nextPeriod_isAnotherAccountAndOldTicketsEndInTheirs(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");
        long yesterday = line.reserve(50 * UNIT);
        clock.advance(Duration.ofHours(12));

        long today = line.reserve(95 * UNIT);
        line.commit(yesterday, 40 * UNIT);
        line.commit(today, 95 * UNIT);

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("95");
        assertThat(monitor.checkLedger())
                .filteredOn(check -> check.budget().equals("openai"))
                .extracting(check -> check.totals().spent())
                .containsExactly(40 * UNIT, 95 * UNIT);
    }

    @ParameterizedTest
    @EnumSource
    void timeToLive_isOver_endsAsUnknownOutcome(Stores store) {
        BudgetMonitor monitor = ledger.watch(builder(store)
                .timeToLive(Duration.ofMinutes(1))
                .unknownOutcome(UnknownOutcome.floor("0.25"))
                .build());
        BudgetLine line = monitor.line("openai");
        long ticket = line.reserve(94 * UNIT);
        Reservation reservation = monitor.reserve(Spend.of("1"));
        clock.advance(Duration.ofMillis(59_999));
        assertThat(line.tryReserve(UNIT)).isEqualTo(BudgetLine.REFUSED);

        clock.advance(Duration.ofMillis(1));

        assertThat(line.tryReserve(UNIT)).isPositive();
        assertThat(reservation.isOpen()).isEqualTo(store == Stores.MEMORY);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.50");
        assertThat(reservation.isOpen()).isFalse();
        assertThatThrownBy(() -> line.commit(ticket, 1))
                .isInstanceOfAny(ReservationEndedException.class, UnknownTicketException.class);
    }

    @Test
    void close_unknownOutcome_chargesByPolicyOnce() {
        BudgetMonitor charging = monitor(Stores.MEMORY);
        BudgetLine line = charging.line("openai");
        long ticket = line.reserve(UNIT);
        line.close(ticket);
        line.close(ticket);
        assertThat(charging.balance("openai").spent()).isEqualByComparingTo("1");

        BudgetMonitor releasing = ledger.watch(
                builder(Stores.MEMORY).unknownOutcome(UnknownOutcome.release()).build());
        BudgetLine other = releasing.line("openai");
        other.close(other.reserve(UNIT));
        releasing.reserve(Spend.of("1")).close();
        assertThat(releasing.balance("openai").spent()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void charge_whateverUnknownOutcomesCost_spendsTheHoldOnce(Stores store) {
        BudgetMonitor releasing = ledger.watch(
                builder(store).unknownOutcome(UnknownOutcome.release()).build());
        BudgetLine line = releasing.line("openai");
        long ticket = line.reserve(UNIT);
        Reservation reservation = releasing.reserve(Spend.of("2"));
        Reservation shown = line.reservation(line.reserve(4 * UNIT));

        line.charge(ticket);
        reservation.charge();
        shown.charge();

        assertThat(releasing.balance("openai").spent()).isEqualByComparingTo("7");
        assertThat(releasing.balance("openai").held()).isZero();
        assertThat(reservation.settlement().orElseThrow().kind()).isEqualTo(Entry.Kind.CHARGE);
        assertThatThrownBy(() -> line.charge(ticket))
                .isInstanceOfAny(ReservationEndedException.class, UnknownTicketException.class);
        assertThatThrownBy(reservation::charge)
                .isInstanceOf(ReservationEndedException.class)
                .hasMessageContaining("cannot be charged");
        assertThatThrownBy(shown::charge).isInstanceOf(ReservationEndedException.class);
        assertThatThrownBy(() -> line.charge(Long.MAX_VALUE)).isInstanceOf(UnknownTicketException.class);
        assertThat(releasing.balance("openai").spent()).isEqualByComparingTo("7");
    }

    @Test
    void entries_ofTickets_areSettledAsASum() {
        BudgetMonitor monitor = monitor(Stores.MEMORY);
        BudgetLine line = monitor.line("openai");
        for (int i = 0; i < 10; i++) {
            line.commit(line.reserve(UNIT), UNIT / 2);
        }
        line.reserve(UNIT);

        assertThat(monitor.entries("openai")).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(Entry.Kind.SETTLEMENT);
            assertThat(entry.spentUnits()).isEqualTo(5 * UNIT);
            assertThat(entry.heldUnits()).isEqualTo(UNIT);
        });
        assertThat(monitor.checkLedger()).allMatch(LedgerCheck::agrees);
    }

    @Test
    void line_ofTags_holdsAllBudgetsThatCoverThem() {
        BudgetMonitor monitor = monitor(Stores.MEMORY);

        assertThat(monitor.line(Tags.none())).isSameAs(monitor.line(Tags.none()));
        assertThat(monitor.line(Tags.none()).budgets())
                .isEqualTo(monitor.line("openai", "all").budgets());
        assertThat(monitor.line("openai", "all")).isSameAs(monitor.line("all", "openai"));
        assertThatThrownBy(() -> monitor.line("nothing")).isInstanceOf(UnknownBudgetException.class);
        assertThatIllegalArgumentException().isThrownBy(monitor::line);
    }

    @Test
    void tryReserve_amountNotPositive_isRefusedInWords() {
        BudgetLine line = monitor(Stores.MEMORY).line("openai");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> line.tryReserve(0))
                .withMessageContaining("positive: 0");
        long ticket = line.reserve(1);
        assertThatIllegalArgumentException().isThrownBy(() -> line.commit(ticket, -1));
        line.release(ticket);
    }

    @Test
    void close_monitor_linesRefuseAndTicketsCanEnd() {
        BudgetMonitor monitor = builder(Stores.MEMORY).build();
        BudgetLine line = monitor.line("openai");
        long ticket = line.reserve(UNIT);
        monitor.close();

        assertThatThrownBy(() -> line.tryReserve(1)).isInstanceOf(BudgetMonitorClosedException.class);
        line.commit(ticket, 1);
    }

    @ParameterizedTest
    @EnumSource
    void periods_overAndWithNothingOpen_areForgotten(Stores store) {
        BudgetLine line = monitor(store).line("openai");
        long open = line.reserve(UNIT);
        for (int day = 0; day < 20; day++) {
            clock.advance(Duration.ofDays(1));
            line.commit(line.reserve(UNIT), UNIT);
        }

        assertThat(line.periods()).isLessThanOrEqualTo(3);
        line.commit(open, UNIT);
        clock.advance(Duration.ofDays(1));
        line.release(line.reserve(UNIT));
        clock.advance(Duration.ofDays(1));
        line.release(line.reserve(UNIT));
        assertThat(line.periods()).isLessThanOrEqualTo(2);
    }

    /** Whoever read a period just before it was replaced, and twice more, opens his ticket there, and must find it. */
    @ParameterizedTest
    @EnumSource(names = "MEMORY")
    void end_ofTicketsThatOpenWhileDaysPass_isFound(Stores store) throws Exception {
        BudgetLine line = monitor(store).line("openai");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                results.add(pool.submit(() -> {
                    long ended = 0;
                    do {
                        line.release(line.reserve(UNIT));
                        ended++;
                    } while (!over.get());
                    return ended;
                }));
            }
            for (int day = 0; day < 5_000; day++) {
                clock.advance(Duration.ofDays(1));
                line.release(line.reserve(UNIT));
            }
            over.set(true);
            for (Future<Long> result : results) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
        clock.advance(Duration.ofDays(1));
        line.release(line.reserve(UNIT));
        clock.advance(Duration.ofDays(1));
        line.release(line.reserve(UNIT));
        assertThat(line.periods()).isLessThanOrEqualTo(2);
    }

    private BudgetMonitor monitor(Stores store) {
        return ledger.watch(builder(store).build());
    }

    private BudgetMonitorBuilder builder(Stores store) {
        return BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").per(Period.day()).build())
                .budget(Budget.named("all").limit("1000").build())
                .store(store.create())
                .clock(clock)
                .listener(heard::add);
    }
}
