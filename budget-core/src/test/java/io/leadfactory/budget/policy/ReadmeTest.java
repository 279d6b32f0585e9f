package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.BudgetException;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadmeTest {
    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch();

    private record Answer(String text, BigDecimal cost) {}

    private static final class Provider {
        Answer ask() {
            return new Answer("an answer", new BigDecimal("0.41"));
        }
    }

    @Test
    void policy_composed_settlesTheCall() {
        BudgetMonitor monitor = watch.monitor();
        Provider provider = new Provider();
        CircuitBreaker<Answer> breaker = CircuitBreaker.ofDefaults();
        Timeout<Answer> timeout = Timeout.of(Duration.ofMinutes(1));
        // readme:policy
        RetryPolicy<Answer> retry =
                RetryPolicy.<Answer>builder().abortOn(BudgetException.class).build();
        BudgetPolicy<Answer> budget = BudgetPolicy.<Answer>builder(monitor::tryReserve)
                .spend(Spend.of("0.50").tag("provider", "openai"))
                .cost(Answer::cost)
                .build();
        Answer answer = Failsafe.with(retry, budget, breaker, timeout).get(() -> provider.ask());
        // end:policy

        assertThat(answer.text()).isEqualTo("an answer");
        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @Test
    void policy_ofALine_settlesTheCall() {
        BudgetMonitor monitor = watch.monitor();
        Provider provider = new Provider();
        // readme:line
        BudgetPolicy<Answer> budget = BudgetPolicy.<Answer>builder(monitor.line("openai"))
                .spend(Spend.of("0.50"))
                .cost(Answer::cost)
                .build();
        SpendingCall<Answer> spending = SpendingCall.<Answer>builder(monitor.line("openai"), Spend.of("0.50"))
                .cost(Answer::cost)
                .build();
        // end:line

        assertThat(Failsafe.with(budget).get(() -> provider.ask()).text()).isEqualTo("an answer");
        assertThat(spending.supplier(() -> provider.ask()).get().text()).isEqualTo("an answer");
        assertThat(watch.kinds()).containsExactly(Entry.Kind.SETTLEMENT);
        assertThat(watch.spent()).isEqualTo("0.82");
    }

    @Test
    void spendingCall_ofASupplier_settlesTheCall() {
        BudgetMonitor monitor = watch.monitor();
        Provider provider = new Provider();
        // readme:call
        SpendingCall<Answer> spending = SpendingCall.<Answer>builder(monitor::tryReserve, Spend.of("0.50"))
                .cost(Answer::cost)
                .build();
        Supplier<Answer> ask = spending.supplier(() -> provider.ask());
        // end:call

        assertThat(ask.get().text()).isEqualTo("an answer");
        assertThat(watch.spent()).isEqualTo("0.41");
    }
}
