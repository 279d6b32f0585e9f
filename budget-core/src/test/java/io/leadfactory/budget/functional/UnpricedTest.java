package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.metrics.BudgetCounts;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.policy.BudgetPolicy;
import io.leadfactory.budget.policy.SpendingCall;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls whose cost nobody knows before, on every store. */
class UnpricedTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new ArrayList<>();
    private final BudgetCounts counts = new BudgetCounts();

    private BudgetMonitor monitor(Stores store, UnpricedPolicy policy) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .clock(clock)
                .store(store.create())
                .unpriced(policy)
                .listener(events::add)
                .listener(counts)
                .build());
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_byDefault_isRefusedWithWhatToDo(Stores store) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(store.create())
                .build());

        assertThatThrownBy(() -> monitor.tryReserve(Spend.unpriced().tag("tenant", "maria")))
                .isInstanceOf(UnpricedSpendException.class)
                .hasMessageContaining("reserve an upper bound with Spend.of(..), or build the monitor with unpriced(")
                .hasMessageNotContaining("maria");
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_assumed_isAHoldOfThatAmount(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.assume("2.50"));

        Reservation reservation = monitor.reserve(Spend.unpriced());
        assertThat(reservation.amount()).isEqualByComparingTo("2.50");
        reservation.close();
        monitor.reserve(Spend.unpriced()).commit(new BigDecimal("4"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("6.50");
        assertThat(events).hasSize(1).allMatch(BudgetEvent.Overrun.class::isInstance);
        assertThat(counts.unpriced("openai")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_letPass_isToldAndCountedAndCostsNothingByItself(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.letPass());

        Reservation reservation = monitor.reserve(Spend.unpriced().tag("model", "new"));
        reservation.close();

        assertThat(monitor.balance("openai").spent()).isZero();
        assertThat(monitor.balance("openai").held()).isZero();
        assertThat(monitor.entries("openai"))
                .extracting(Entry::kind)
                .containsExactly(Entry.Kind.HOLD, Entry.Kind.RELEASE);
        assertThat(events).singleElement().isInstanceOfSatisfying(BudgetEvent.UnpricedPassed.class, passed -> {
            assertThat(passed.reservation()).isEqualTo(reservation.id());
            assertThat(passed.message())
                    .isEqualTo(
                            "budget \"openai\" let an unpriced call pass: reservation %s; 0.00 of 100.00 spent without it"
                                    .formatted(reservation.id()));
        });
        assertThat(counts.unpriced("openai")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void commit_letPassWithTheRealCost_isRecordedInFullAsAnOverrun(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.letPass());

        monitor.reserve(Spend.unpriced()).commit(new BigDecimal("120"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("120");
        assertThat(events).filteredOn(BudgetEvent.Overrun.class::isInstance).hasSize(1);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
        Decision afterStop = monitor.tryReserve(Spend.unpriced());
        assertThat(afterStop.isGranted()).isFalse();
        assertThat(counts.unpriced("openai")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tryReserve_unpricedWithAKey_passesOnce(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.letPass());
        Spend spend = Spend.unpriced().key("order-17");
        Reservation first = monitor.reserve(spend);

        Decision again = monitor.tryReserve(spend);

        assertThat(again.reservation()).isSameAs(first);
        first.commit(new BigDecimal("3"));
        assertThat(monitor.tryReserve(spend).isGranted()).isFalse();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("3");
        assertThat(counts.unpriced("openai")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void spendingCall_unpriced_costsWhatTheResultTellsAndElseNothing(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.letPass());
        SpendingCall<Integer> call = SpendingCall.<Integer>builder(monitor::tryReserve, Spend.unpriced())
                .cost(tokens -> tokens == 0 ? null : BigDecimal.valueOf(tokens))
                .build();

        assertThat(call.supplier(() -> 7).get()).isEqualTo(7);
        assertThat(call.supplier(() -> 0).get()).isZero();
        call.runnable(() -> {}).run();
        assertThatThrownBy(() -> call.supplier(() -> {
                            throw new IllegalStateException("no answer");
                        })
                        .get())
                .isInstanceOf(IllegalStateException.class);

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void budgetPolicy_priceFunctionKnowsNoPrice_followsTheMonitor(Stores store) {
        BudgetMonitor monitor = monitor(store, UnpricedPolicy.assume("2"));
        AtomicInteger calls = new AtomicInteger();
        BudgetPolicy<Integer> policy = BudgetPolicy.<Integer>builder(monitor::tryReserve)
                .spend(context -> calls.get() == 0 ? Spend.unpriced() : Spend.of("1"))
                .cost(tokens -> tokens == 0 ? null : BigDecimal.valueOf(tokens))
                .build();

        Failsafe.with(policy).get(() -> 0);
        Failsafe.with(policy).get(() -> 5);

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
    }

    @Test
    void budgetPolicy_unpricedIsRefused_makesNoCall() {
        BudgetMonitor monitor = monitor(Stores.MEMORY, UnpricedPolicy.refuse());
        AtomicInteger calls = new AtomicInteger();
        BudgetPolicy<Integer> policy = BudgetPolicy.<Integer>builder(monitor::tryReserve)
                .spend(Spend.unpriced())
                .build();

        assertThatThrownBy(() -> Failsafe.with(policy).get(calls::incrementAndGet))
                .isInstanceOf(UnpricedSpendException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void budgetPolicy_keyHasEnded_makesNoCall() {
        BudgetMonitor monitor = monitor(Stores.MEMORY, UnpricedPolicy.refuse());
        AtomicInteger calls = new AtomicInteger();
        BudgetPolicy<Integer> policy = BudgetPolicy.<Integer>builder(monitor::tryReserve)
                .spend(Spend.of("5").key("order-17"))
                .build();

        Failsafe.with(policy).get(calls::incrementAndGet);
        assertThatThrownBy(() -> Failsafe.with(policy).get(calls::incrementAndGet))
                .hasMessageContaining("cannot be used again");

        assertThat(calls).hasValue(1);
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("5");
    }

    @Test
    void unpricedPolicy_assumedAmount_mustBePositive() {
        assertThatThrownBy(() -> UnpricedPolicy.assume("0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the amount that is assumed must be positive");
        assertThat(UnpricedPolicy.refuse()).hasToString("refuse");
        assertThat(UnpricedPolicy.assume("2.5")).hasToString("assume 2.50");
        assertThat(UnpricedPolicy.letPass()).hasToString("let pass");
        assertThat(Spend.unpriced().tag("model", "new")).hasToString("an unpriced call for {model=new}");
    }
}
