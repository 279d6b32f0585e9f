package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Through this a call tells its own cost, where its result does not: {@code policy.call(context).spent(amount)}.
 * Thread-safe. Take it when the call starts, so that it belongs to this try and no later one.
 *
 * <p>Amounts add up. Once a try has told something, what it told is what it costs, however it ends: the cost function is
 * not asked. Where several tries share one hold (a retry inside the policy), their costs add up; of those that told nothing only
 * the last is charged for, as {@link BudgetPolicy} says.
 */
public final class BudgetCall {
    private final @Nullable Hold hold;
    private final Object execution;

    BudgetCall(@Nullable Hold hold, Object execution) {
        this.hold = hold;
        this.execution = execution;
    }

    /**
     * Tells of a cost.
     *
     * @param amount the amount, in currency units
     * @return whether it counts: false if the hold has ended, such as after a cancellation, or there is none
     * @throws IllegalArgumentException if it is null, no number, negative, finer than nine decimals or too large
     */
    public boolean spent(String amount) {
        return spent(NanoUnits.parse("spent", amount));
    }

    /**
     * Tells of a cost.
     *
     * @param amount the amount, in currency units
     * @return whether it counts: false if the hold has ended, such as after a cancellation, or there is none
     * @throws IllegalArgumentException if it is null, negative, finer than nine decimals or too large
     */
    public boolean spent(BigDecimal amount) {
        long units = NanoUnits.notNegative("spent", amount);
        return hold != null && hold.tell(execution, units);
    }
}
