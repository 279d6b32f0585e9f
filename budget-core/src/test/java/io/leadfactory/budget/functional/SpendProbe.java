package io.leadfactory.budget.functional;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.function.Supplier;

/** Spends, and tells the balance; to be loaded by a class loader of its own. */
public final class SpendProbe implements Supplier<String> {
    @Override
    public String get() {
        try (BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(event -> {})
                .build()) {
            try (Reservation reservation = monitor.reserve(Spend.of("95"))) {
                reservation.commit(new BigDecimal("94"));
            }
            boolean refused = !monitor.tryReserve(Spend.of("2")).isGranted();
            return "%s %s %s %s"
                    .formatted(
                            monitor.balance("openai").spent(),
                            monitor.status("openai"),
                            refused ? "refused" : "granted",
                            monitor.breaker("openai").getState());
        }
    }
}
