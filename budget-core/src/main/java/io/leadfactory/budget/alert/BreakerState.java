package io.leadfactory.budget.alert;

/** What a budget's circuit breaker lets through. */
public enum BreakerState {
    /** Every call. */
    CLOSED,
    /** A probing call. */
    HALF_OPEN,
    /** No call. */
    OPEN
}
