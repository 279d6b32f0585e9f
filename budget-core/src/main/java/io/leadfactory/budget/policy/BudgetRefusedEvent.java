package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;

/**
 * A call was not made, since a budget had too little room. Immutable.
 *
 * @param refusal which budget refused, what is left in it, and from when it may work again
 * @param spend what was to be reserved
 * @param context the execution
 * @param <R> the type of the result
 */
public record BudgetRefusedEvent<R>(Decision.Refused refusal, Spend spend, ExecutionContext<R> context) {}
