package io.leadfactory.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class BudgetMonitorTest {
    @Test
    void reserve_thenCommit_leavesTheActualCost() {
        BigDecimal cost = new BigDecimal("0.41");
        // readme:first
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100.00")
                        .currency("USD")
                        .per(Period.day())
                        .zone(ZoneId.of("Europe/Berlin"))
                        .scope("provider", "openai")
                        .build())
                .build();

        Spend upperBound = Spend.of("0.50").tag("provider", "openai");
        try (Reservation reservation = monitor.reserve(upperBound)) {
            reservation.commit(cost); // what the call did cost; 0.09 is free again
        }
        // end:first

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.41");
        assertThat(monitor.balance("openai").held()).isZero();
        assertThat(monitor.balance("openai").free()).isEqualByComparingTo("99.59");
        assertThat(monitor.checkLedger()).isNotEmpty().allMatch(check -> check.agrees());
    }

    @Test
    void tryReserve_stopLineReached_refusesAndOpensTheBreaker() {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("10").per(Period.day()).build())
                .build();
        monitor.reserve(Spend.of("9.50")).close();

        Decision decision = monitor.tryReserve(Spend.of("0.01"));

        assertThat(decision.isGranted()).isFalse();
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
    }

    @Test
    void breaker_composedWithFailsafe_letsCallsThroughWhileThereIsMoney() {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("10").per(Period.day()).build())
                .build();
        Spend upperBound = Spend.of("0.50");
        // readme:breaker
        CircuitBreaker<Object> breaker = monitor.breaker("openai");
        String answer = Failsafe.with(breaker).get(() -> {
            try (Reservation reservation = monitor.reserve(upperBound)) {
                String text = "the provider's answer";
                reservation.commit(new BigDecimal("0.41"));
                return text;
            }
        });
        // end:breaker

        assertThat(answer).isEqualTo("the provider's answer");
        assertThat(breaker.isClosed()).isTrue();
    }
}
