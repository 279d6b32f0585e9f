package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.LimitOverride;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refunds, corrections, credits, overrides and carry-over, on every store. */
class AdjustmentTest {
    private static final Note NOTE = new Note("maria", "campaign of the week");

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new ArrayList<>();

    private BudgetMonitor monitor(Stores store) {
        return monitor(store, Budget.named("openai").limit("100").per(Period.day()));
    }

    private BudgetMonitor monitor(Stores store, Budget.Builder budget) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(budget.build())
                .clock(clock)
                .store(store.create())
                .listener(events::add)
                .build());
    }

    private static void spend(BudgetMonitor monitor, String amount) {
        monitor.reserve(Spend.of(amount)).commit(new BigDecimal(amount));
    }

    @ParameterizedTest
    @EnumSource
    void eachVerb_asTheReadmeHasIt_works(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Reservation reservation = monitor.reserve(Spend.of("20"));
        reservation.commit(new BigDecimal("20"));
        Instant friday = clock.instant().plus(Duration.ofHours(2));
        // readme:byhand
        monitor.refund(reservation, new BigDecimal("12.50")); // the provider paid back
        Note note = new Note("maria", "campaign of the week");
        monitor.adjust("openai", new BigDecimal("0.75"), note); // the invoice says more
        monitor.credit("openai", new BigDecimal("20"), note); // until the period ends
        LimitOverride raised = monitor.override("openai", new BigDecimal("50"), friday, note);
        // end:byhand

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("8.25");
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("170");
        raised.end(note);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("120");
    }

    @ParameterizedTest
    @EnumSource
    void refund_afterStop_letsCallsPassAndTellsTheLinesAgain(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "95");
        assertThat(monitor.breaker("openai").getState()).isEqualTo(CircuitBreaker.State.OPEN);

        assertThat(monitor.refund("openai", new BigDecimal("40")).spent()).isEqualByComparingTo("55");

        assertThat(monitor.breaker("openai").getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        spend(monitor, "25");
        assertThat(monitor.breaker("openai").getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .extracting(event -> ((BudgetEvent.ThresholdReached) event).status() + " "
                        + ((BudgetEvent.ThresholdReached) event).round())
                .containsExactly("WARNING 1", "STOP 1", "WARNING 2");
        assertThat(events)
                .filteredOn(BudgetEvent.Adjusted.class::isInstance)
                .extracting(BudgetEvent::message)
                .containsExactly("budget \"openai\": refund 40.00; now 55.00 of 100.00 spent");
    }

    @ParameterizedTest
    @EnumSource
    void refund_ofAReservationOfYesterday_isPostedYesterday(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Reservation reservation = monitor.reserve(Spend.of("30"));
        reservation.commit(new BigDecimal("30"));
        clock.advance(Duration.ofDays(1));
        spend(monitor, "10");

        monitor.refund(reservation, new BigDecimal("12.50"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("10");
        assertThat(monitor.checkLedger().get(0).totals().spent()).isEqualTo(17_500_000_000L);
        assertThatThrownBy(() -> monitor.refund(reservation, new BigDecimal("17.51")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("only 17.50 is spent");
    }

    @ParameterizedTest
    @EnumSource
    void adjust_invoiceSaysMore_isSpentBeyondTheLines(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "90");

        assertThat(monitor.adjust("openai", new BigDecimal("20"), NOTE).free()).isEqualByComparingTo("-10");

        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(monitor.adjust("openai", new BigDecimal("-30"), NOTE).spent())
                .isEqualByComparingTo("80");
        assertThat(monitor.entries("openai"))
                .extracting(Entry::kind)
                .containsExactlyInAnyOrder(
                        Entry.Kind.HOLD, Entry.Kind.COMMIT, Entry.Kind.ADJUSTMENT, Entry.Kind.ADJUSTMENT);
    }

    @ParameterizedTest
    @EnumSource
    void credit_lastsUntilTheEndOfThePeriod(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "95");
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();

        assertThat(monitor.credit("openai", new BigDecimal("100"), NOTE).limit())
                .isEqualByComparingTo("200");

        assertThat(monitor.tryReserve(Spend.of("95")).isGranted()).isTrue();
        clock.advance(Duration.ofDays(1));
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @EnumSource
    void override_ofCallsAndTickets_endsByItself(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("openai");
        LimitOverride raised = monitor.override(
                "openai", new BigDecimal("100"), clock.instant().plusSeconds(60), NOTE);
        long ticket = line.reserve(150_000_000_000L);
        line.commit(ticket, 150_000_000_000L);
        assertThat(monitor.tryReserve(Spend.of("10")).isGranted()).isTrue();

        clock.advance(Duration.ofSeconds(60));

        assertThat(line.tryReserve(1)).isEqualTo(BudgetLine.REFUSED);
        assertThat(monitor.tryReserve(Spend.of("0.01")).isGranted()).isFalse();
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
        raised.end(NOTE);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @EnumSource
    void override_endedBefore_isGone(Stores store) {
        BudgetMonitor monitor = monitor(store);
        LimitOverride raised =
                monitor.override("openai", new BigDecimal("50"), clock.instant().plusSeconds(60), NOTE);
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("150");

        raised.end(new Note("jon", "not needed"));

        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("100");
        assertThat(events)
                .filteredOn(BudgetEvent.Adjusted.class::isInstance)
                .extracting(BudgetEvent::message)
                .containsExactly(
                        "budget \"openai\": override 50.00 until 2026-11-23T12:01:00Z by maria: campaign of the week; now"
                                + " 0.00 of 150.00 spent",
                        "budget \"openai\": override ended " + raised.id()
                                + " by jon: not needed; now 0.00 of 100.00 spent");
    }

    @ParameterizedTest
    @EnumSource
    void carryOver_unusedRoom_isThereTheNextDayUpToTheCap(Stores store) {
        BudgetMonitor monitor = monitor(
                store, Budget.named("openai").limit("100").carryOver("30").per(Period.day()));
        spend(monitor, "80");
        clock.advance(Duration.ofDays(1));
        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("120");
        clock.advance(Duration.ofDays(1));

        assertThat(monitor.balance("openai").limit()).isEqualByComparingTo("130");
        assertThat(monitor.tryReserve(Spend.of("123.5")).isGranted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void alertAt_eachShare_isToldOnceInOrder(Stores store) {
        BudgetMonitor monitor =
                monitor(store, Budget.named("openai").limit("100").alertAt("0.5", "1"));
        BudgetLine line = monitor.line("openai");
        line.commit(line.reserve(60_000_000_000L), 55_000_000_000L);
        spend(monitor, "10");
        monitor.reserve(Spend.of("20")).commit(new BigDecimal("40"));

        assertThat(events)
                .filteredOn(event -> !(event instanceof BudgetEvent.BreakerChanged))
                .extracting(BudgetEvent::message)
                .containsSubsequence(
                        "budget \"openai\" reached 50 % of its limit: 0.00 of 100.00 spent, 60.00 held",
                        "budget \"openai\" reached WARNING: 65.00 of 100.00 spent, 20.00 held",
                        "budget \"openai\" reached STOP: 105.00 of 100.00 spent, 0.00 held",
                        "budget \"openai\" reached 100 % of its limit: 105.00 of 100.00 spent, 0.00 held");
    }

    @ParameterizedTest
    @EnumSource(names = "MEMORY")
    void badInput_isRefusedAndSaysWhatIsWanted(Stores store) {
        BudgetMonitor monitor = monitor(store);
        assertThatThrownBy(() -> monitor.refund("openai", new BigDecimal("-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refund must be positive");
        assertThatThrownBy(() -> monitor.adjust("openai", BigDecimal.ZERO, NOTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("change must not be zero");
        assertThatThrownBy(() -> monitor.override("openai", BigDecimal.ONE, clock.instant(), NOTE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("until must be to come");
        assertThatThrownBy(() -> new Note("maria", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reason must have 1 to 500 characters: it is blank");
        assertThat(monitor.entries("openai")).isEmpty();
    }
}
