package io.leadfactory.budget.plan;

import java.math.BigDecimal;

/**
 * Where a budget stands in one period. Immutable. {@code spent + held + free = limit}, to the nano-unit.
 *
 * @param budget the budget's name
 * @param window the period that this is about
 * @param spent what was committed, overruns included
 * @param held what is reserved and neither committed nor released
 * @param free what is left of the limit; negative after overruns beyond it
 * @param limit the budget's limit for a period
 * @param reservable what can still be reserved: the room up to the stop line, at least zero
 * @param status what {@code spent + held} means
 */
public record Balance(
        String budget,
        Window window,
        BigDecimal spent,
        BigDecimal held,
        BigDecimal free,
        BigDecimal limit,
        BigDecimal reservable,
        BudgetStatus status) {}
