package io.leadfactory.budget.plan;

/**
 * How far a budget is used in its current period. A pure function of the balance: it is what {@code spent + held} says
 * at this moment, so a released hold can bring it down again.
 */
public enum BudgetStatus {
    /** {@code spent + held} is below the warn line. */
    OK,
    /** {@code spent + held} has reached the warn line, and not the stop line. */
    WARNING,
    /** {@code spent + held} has reached the stop line: nothing more can be reserved. */
    STOP;

    /**
     * {@return whether this is {@code other} or further}
     *
     * @param other what it is compared with
     */
    public boolean isAtLeast(BudgetStatus other) {
        return compareTo(other) >= 0;
    }
}
