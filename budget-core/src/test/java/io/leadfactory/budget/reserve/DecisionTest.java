package io.leadfactory.budget.reserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private final BudgetMonitor monitor = BudgetMonitor.builder()
            .budget(Budget.named("openai")
                    .limit("100")
                    .currency("USD")
                    .per(Period.month())
                    .build())
            .clock(new ManualClock("2026-11-23T12:00:00Z"))
            .build();

    @Test
    void granted_asked_hasAReservationAndNoRefusal() {
        Decision decision = monitor.tryReserve(Spend.of("1"));

        assertThat(decision.isGranted()).isTrue();
        assertThat(decision.refusal()).isEmpty();
        assertThat(decision.reservation().isOpen()).isTrue();
    }

    @Test
    void refused_asked_saysWhatIsLeftAndUntilWhen() {
        monitor.reserve(Spend.of("91.50"));

        Decision decision = monitor.tryReserve(Spend.of("12"));

        assertThat(decision.isGranted()).isFalse();
        Decision.Refused refused = decision.refusal().orElseThrow();
        assertThat(refused.budget().name()).isEqualTo("openai");
        assertThat(refused.wanted()).isEqualByComparingTo("12");
        assertThat(refused.left()).isEqualByComparingTo("3.50");
        assertThat(refused.againFrom()).contains(Instant.parse("2026-12-01T00:00:00Z"));
        assertThatThrownBy(decision::reservation)
                .isInstanceOf(BudgetRefusedException.class)
                .hasMessage("cannot reserve 12.00 USD from budget \"openai\": 3.50 USD left until 2026-12-01T00:00:00Z")
                .satisfies(failure ->
                        assertThat(((BudgetRefusedException) failure).refusal()).isEqualTo(refused));
    }

    @Test
    void refused_moreThanThereEverIs_hasNoTimeToTryAgain() {
        Decision decision = monitor.tryReserve(Spend.of("95.01"));

        assertThat(decision.refusal().orElseThrow().againFrom()).isEmpty();
    }
}
