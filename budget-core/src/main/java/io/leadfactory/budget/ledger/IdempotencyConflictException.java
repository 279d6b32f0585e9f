package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.BudgetException;
import java.time.Duration;
import java.time.Instant;

/**
 * A key was used before, for a request that asked for something else. Nothing is recorded. The message tells the age of the
 * key, and neither its text nor what either request asked for.
 */
public final class IdempotencyConflictException extends BudgetException {
    private static final long serialVersionUID = 1L;

    /** The key. */
    private final String key;

    /** When it was used first. */
    private final Instant first;

    IdempotencyConflictException(String key, Instant first, Instant at) {
        super(("the key of this request was used %s ago for a request of another kind, amount, note, tags or budget:"
                        + " send the same request again, or give this one a key of its own")
                .formatted(age(first, at)));
        this.key = key;
        this.first = first;
    }

    private static Duration age(Instant first, Instant at) {
        Duration age = Duration.between(first, at);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** {@return the key} */
    public String key() {
        return key;
    }

    /** {@return when the request was recorded that had the key first} */
    public Instant first() {
        return first;
    }
}
