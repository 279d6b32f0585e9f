package io.leadfactory.suite.benchmark.budget;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerCheck;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.math.BigDecimal;
import java.util.List;

/** A monitor whose store is a database, through its front door. Thread-safe. */
final class BudgetLedger implements LedgerContender {
    private static final BigDecimal ACTUAL = new BigDecimal("0.00000007");

    private final VariantDatabase database;
    private final BudgetMonitor monitor;
    private final Spend spend = Spend.of("0.0000001");
    private final int budgets;

    /** With so many budgets that all cover the spend. */
    BudgetLedger(DatabaseServer server, int connections, int budgets) {
        this.budgets = budgets;
        database = server.open("budget", connections);
        BudgetSchema.create(database.dataSource());
        BudgetMonitorBuilder builder = BudgetMonitor.builder().store(BudgetStore.jdbc(database.dataSource()));
        for (int i = 0; i < budgets; i++) {
            builder.budget(Budget.named("budget" + i)
                    .limit("1000000000")
                    .per(Period.day())
                    .build());
        }
        monitor = builder.build();
    }

    @Override
    public String name() {
        return budgets == 1 ? "budget-core" : "budget-core, %d budgets".formatted(budgets);
    }

    @Override
    public void reserveAndSettle(int thread) {
        monitor.reserve(spend).commit(ACTUAL);
    }

    /** Whatever was measured counts only if it adds up. */
    @Override
    public void close() {
        List<LedgerCheck> wrong =
                monitor.checkLedger().stream().filter(check -> !check.agrees()).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException("the ledger does not add up: " + wrong);
        }
        monitor.close();
        database.close();
    }
}
