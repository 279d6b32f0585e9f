package io.leadfactory.budget.webhook;

import io.leadfactory.budget.alert.BreakerState;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import java.math.BigDecimal;
import java.time.Instant;

/** Events as a monitor would tell them. */
final class Events {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Events() {}

    static BudgetEvent.ThresholdReached warning(String name) {
        return reached(BudgetStatus.WARNING, name, NOON);
    }

    static BudgetEvent.ThresholdReached reached(BudgetStatus status, String name, Instant at) {
        Budget budget = Budget.named(name).limit("100").per(Period.day()).build();
        return new BudgetEvent.ThresholdReached(
                status, budget.balanceOf(budget.windowAt(at), 80 * units(), units() / 2), 1, at);
    }

    static BudgetEvent.ShareReached share(String share) {
        Budget budget = Budget.named("openai").limit("100").alertAt(share).build();
        return new BudgetEvent.ShareReached(
                budget.thresholds().get(0), budget.balanceOf(budget.windowAt(NOON), 50 * units(), 0), 1, NOON);
    }

    static BudgetEvent.Overrun overrun(ReservationId reservation) {
        Budget budget = Budget.named("openai").limit("100").build();
        return new BudgetEvent.Overrun(
                reservation,
                new BigDecimal("1.00"),
                new BigDecimal("1.25"),
                budget.balanceOf(budget.windowAt(NOON), units() * 5 / 4, 0),
                NOON);
    }

    static BudgetEvent.BreakerChanged opened() {
        return new BudgetEvent.BreakerChanged("openai", BreakerState.OPEN, "the stop line is reached", NOON);
    }

    private static long units() {
        return NanoUnits.of("one", BigDecimal.ONE);
    }
}
