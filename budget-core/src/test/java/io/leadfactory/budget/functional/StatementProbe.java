package io.leadfactory.budget.functional;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Spend;
import java.util.function.Supplier;

/** Makes a statement where only what is required is there. */
public final class StatementProbe implements Supplier<String> {
    @Override
    public String get() {
        try (BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("1").build())
                .build()) {
            monitor.reserve(Spend.of("0.5")).release();
            StringBuilder csv = new StringBuilder();
            monitor.statement("openai").writeCsv(csv);
            try {
                monitor.statement("openai").writeJson(new StringBuilder());
                return "JSON without a writer of JSON";
            } catch (NoClassDefFoundError missing) {
                return csv.toString().lines().count() + " lines, " + missing.getMessage();
            }
        }
    }
}
