package io.leadfactory.suite.scenario;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.suite.world.World;
import java.math.BigDecimal;

/** The budgets that the scenarios spend from. */
final class Money {
    static final String BUDGET = "enrichment";
    static final BigDecimal PRICE = new BigDecimal("0.10");

    private static final String ENOUGH = "1000000.00";

    private Money() {}

    /** A monitor with one budget that no scenario exhausts. */
    static BudgetMonitor plenty(World world, BudgetStore store) {
        return limited(world, store, ENOUGH);
    }

    /** A monitor with one budget of the limit. */
    static BudgetMonitor limited(World world, BudgetStore store, String limit) {
        return world.closing(BudgetMonitor.builder()
                .budget(Budget.named(BUDGET)
                        .limit(limit)
                        .scope("provider", BUDGET)
                        .build())
                .store(store)
                .build());
    }

    static Spend spend(String amount) {
        return Spend.of(amount).tag("provider", BUDGET);
    }

    /** Reserves and commits the usual price. */
    static void pay(BudgetMonitor monitor) {
        try (Reservation reservation = monitor.reserve(spend(PRICE.toPlainString()))) {
            reservation.commit(PRICE);
        }
    }

    static double nanoUnits(BigDecimal amount) {
        return amount.movePointRight(9).doubleValue();
    }
}
