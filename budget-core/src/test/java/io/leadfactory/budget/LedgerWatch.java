package io.leadfactory.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test: every ledger adds up, and spent + held + free = limit, to the nano-unit. Then databases are closed. */
public final class LedgerWatch implements AfterEachCallback {
    private final List<BudgetMonitor> monitors = new ArrayList<>();

    public BudgetMonitor watch(BudgetMonitor monitor) {
        monitors.add(monitor);
        return monitor;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            monitors.forEach(LedgerWatch::check);
        } finally {
            monitors.forEach(BudgetMonitor::close);
            Stores.closeAll();
        }
    }

    public static void check(BudgetMonitor monitor) {
        assertThat(monitor.checkLedger())
                .isNotEmpty()
                .allSatisfy(check -> assertThat(check).matches(LedgerCheck::agrees, "agrees"));
        for (Budget budget : monitor.budgets()) {
            Balance balance = monitor.balance(budget.name());
            assertThat(balance.spent().add(balance.held()).add(balance.free()))
                    .describedAs("spent + held + free of %s", balance)
                    .isEqualByComparingTo(balance.limit());
        }
    }
}
