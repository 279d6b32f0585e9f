package io.leadfactory.budget.alert;

import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.BudgetStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/** Something that a listener is told. Immutable. */
public sealed interface BudgetEvent {
    /** {@return the budget's name} */
    String budget();

    /** {@return when, by the monitor's clock} */
    Instant at();

    /** {@return the event in a sentence} */
    String message();

    /**
     * Spend and holds reached a line for the first time in this period. Told once per budget, period and line, by one of
     * the processes that share a ledger; a spend that jumps over both lines causes two events, WARNING first.
     *
     * @param status WARNING or STOP
     * @param balance the balance that reached it
     * @param at when, by the monitor's clock
     */
    record ThresholdReached(BudgetStatus status, Balance balance, Instant at) implements BudgetEvent {
        @Override
        public String budget() {
            return balance.budget();
        }

        @Override
        public String message() {
            return "budget \"%s\" reached %s: %s of %s spent, %s held"
                    .formatted(
                            budget(),
                            status,
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString(),
                            balance.held().toPlainString());
        }
    }

    /**
     * A call cost more than it had reserved.
     *
     * @param reservation whose hold was too small
     * @param hold what was held
     * @param actual what it cost, all of which is recorded
     * @param balance the balance afterwards
     * @param at when, by the monitor's clock
     */
    record Overrun(ReservationId reservation, BigDecimal hold, BigDecimal actual, Balance balance, Instant at)
            implements BudgetEvent {
        @Override
        public String budget() {
            return balance.budget();
        }

        @Override
        public String message() {
            return "budget \"%s\" was overrun: reservation %s held %s and cost %s; now %s of %s spent"
                    .formatted(
                            budget(),
                            reservation,
                            hold.toPlainString(),
                            actual.toPlainString(),
                            balance.spent().toPlainString(),
                            balance.limit().toPlainString());
        }
    }

    /**
     * The budget's circuit breaker changed, in this process.
     *
     * @param budget the budget's name
     * @param state what it is now
     * @param reason why, in a few words
     * @param at when, by the monitor's clock
     */
    record BreakerChanged(String budget, BreakerState state, String reason, Instant at) implements BudgetEvent {
        @Override
        public String message() {
            return "circuit breaker of budget \"%s\" is %s: %s"
                    .formatted(budget, state.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason);
        }
    }
}
