package io.leadfactory.budget.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended. Immutable.
 *
 * @param kind what follows from it
 * @param what what happened, in a few words
 * @param retryAfter for how long the receiver asked not to be called; null if it did not
 * @param cause the exception behind it; null if the receiver answered
 */
record Answer(
        Kind kind,
        String what,
        @Nullable Duration retryAfter,
        @Nullable Throwable cause) {
    enum Kind {
        DELIVERED,
        TRY_AGAIN,
        REFUSED
    }

    static Answer delivered() {
        return new Answer(Kind.DELIVERED, "delivered", null, null);
    }

    static Answer tryAgain(String what, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        return new Answer(Kind.TRY_AGAIN, what, retryAfter, cause);
    }

    static Answer refused(String what, @Nullable Throwable cause) {
        return new Answer(Kind.REFUSED, what, null, cause);
    }
}
