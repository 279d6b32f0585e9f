package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.DryRun;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dry run answers as a try to reserve would, and leaves no trace, on every store. */
class DryRunTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new ArrayList<>();

    private BudgetMonitorBuilder builder(Stores store) {
        return BudgetMonitor.builder()
                .budget(Budget.named("all").limit("1000").per(Period.month()).build())
                .budget(Budget.named("openai")
                        .limit("100")
                        .scope("provider", "openai")
                        .per(Period.day())
                        .build())
                .clock(clock)
                .store(store.create())
                .listener(events::add);
    }

    private BudgetMonitor monitor(Stores store) {
        return ledger.watch(builder(store).build());
    }

    private static Spend spend(String amount) {
        return Spend.of(amount).tag("provider", "openai");
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_thereIsRoom_saysByWhichBudgetsAndHoldsNothing(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(spend("15")).commit(new BigDecimal("15"));
        List<Entry> entries = monitor.entries("openai");

        DryRun answer = monitor.dryRun(spend("80"));

        assertThat(answer.isGranted()).isTrue();
        assertThat(answer.budgets()).containsExactly("all", "openai");
        assertThat(answer.rooms())
                .extracting(room -> room.left().toPlainString())
                .containsExactly("935.00", "80.00");
        assertThat(answer.refusal()).isEmpty();
        assertThat(answer.againFrom()).isEmpty();
        assertThat(answer.message()).isEqualTo("80.00 would be reserved from budgets [all, openai]");
        assertThat(monitor.entries("openai")).isEqualTo(entries);
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_aBudgetIsTooFull_saysWhatTryReserveWouldSay(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(spend("15"));

        DryRun answer = monitor.dryRun(spend("81"));

        assertThat(answer.isGranted()).isFalse();
        assertThat(answer.refusal()).hasValueSatisfying(refused -> {
            assertThat(refused.budget().name()).isEqualTo("openai");
            assertThat(refused.left()).isEqualByComparingTo("80");
        });
        assertThat(answer.againFrom()).contains(Instant.parse("2026-11-24T00:00:00Z"));
        assertThat(answer.message())
                .isEqualTo(
                        monitor.tryReserve(spend("81")).refusal().orElseThrow().message());
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_severalBudgetsAreTooFull_namesAllAndTheLastInstant(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(Spend.of("940"));
        monitor.reserve(spend("5"));

        DryRun answer = monitor.dryRun(spend("95"));

        assertThat(answer.refusals())
                .extracting(refused -> refused.budget().name())
                .containsExactly("all", "openai");
        assertThat(answer.againFrom()).contains(Instant.parse("2026-12-01T00:00:00Z"));
        assertThat(monitor.dryRun(spend("96")).againFrom()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_stopped_movesNoBreaker(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(spend("95")).commit(new BigDecimal("95"));
        monitor.refund("openai", BigDecimal.TEN);
        assertThat(monitor.breaker("openai").getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        int told = events.size();

        assertThat(monitor.dryRun(spend("1")).isGranted()).isTrue();
        assertThat(monitor.dryRun(spend("90")).isGranted()).isFalse();

        assertThat(monitor.breaker("openai").getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(events).hasSize(told);
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_overrideIsOver_countsWithoutItAndEndsNothing(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Instant until = clock.instant().plusSeconds(60);
        monitor.override("openai", new BigDecimal("100"), until, new Note("maria", "a campaign"));
        monitor.reserve(spend("70"));
        int told = events.size();
        assertThat(monitor.dryRun(spend("100")).isGranted()).isTrue();
        clock.advance(Duration.ofSeconds(60));

        DryRun answer = monitor.dryRun(spend("26"));

        assertThat(answer.isGranted()).isFalse();
        assertThat(answer.refusal().orElseThrow().left()).isEqualByComparingTo("25");
        assertThat(monitor.dryRun(spend("25")).isGranted()).isTrue();
        assertThat(events).hasSize(told);
        assertThat(monitor.tryReserve(spend("26")).isGranted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_nextPeriodHasBegun_hasItsRoom(Stores store) {
        BudgetMonitor monitor = monitor(store);
        monitor.reserve(spend("95"));
        clock.advance(Duration.ofDays(1));

        DryRun answer = monitor.dryRun(spend("95"));

        assertThat(answer.isGranted()).isTrue();
        assertThat(answer.rooms().get(1).window().start()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_whatTryReserveThrows_isThrown(Stores store) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100")
                        .scope("provider", "openai")
                        .build())
                .store(store.create())
                .build());

        assertThatThrownBy(() -> monitor.dryRun(Spend.of("1"))).isInstanceOf(UnmatchedSpendException.class);
        assertThatThrownBy(() -> monitor.dryRun(Spend.unpriced().tag("provider", "openai")))
                .isInstanceOf(UnpricedSpendException.class);
    }

    @ParameterizedTest
    @EnumSource
    void dryRun_unpriced_triesWhatThePolicyHolds(Stores store) {
        BudgetMonitor monitor = ledger.watch(
                builder(store).unpriced(UnpricedPolicy.assume("96")).build());

        DryRun answer = monitor.dryRun(Spend.unpriced().tag("provider", "openai"));

        assertThat(answer.wanted()).isEqualByComparingTo("96");
        assertThat(answer.isGranted()).isFalse();
    }
}
