package io.leadfactory.budget.functional;

import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.metrics.BudgetCounts;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.policy.BudgetPolicy;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.function.Supplier;

/** Calls through a policy, and tells what was spent; to be loaded by a class loader of its own. */
public final class PolicyProbe implements Supplier<String> {
    @Override
    public String get() {
        BudgetCounts counts = new BudgetCounts();
        try (BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(counts)
                .build()) {
            BudgetPolicy<String> budget = BudgetPolicy.<String>builder(counts.counting(monitor::tryReserve))
                    .spend(Spend.of("0.50"))
                    .cost(answer -> new BigDecimal("0.41"))
                    .build();
            String answer = Failsafe.with(budget).get(() -> "an answer");
            return "%s %s granted %d"
                    .formatted(answer, monitor.balance("openai").spent(), counts.granted("openai"));
        }
    }
}
