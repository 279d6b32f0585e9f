package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception comes down to, without its message, which may quote values. Immutable.
 *
 * @param type the class of the innermost exception
 * @param sqlState its SQL state, if it has one
 */
public record FailureCause(String type, @Nullable String sqlState) {
    private static final int MAX_DEPTH = 20;

    /**
     * {@return what it comes down to}
     *
     * @param failure the exception
     */
    public static FailureCause of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
            root = root.getCause();
        }
        String state = root instanceof SQLException refused ? refused.getSQLState() : null;
        return new FailureCause(
                root instanceof RedactedException redacted
                        ? redacted.type()
                        : root.getClass().getName(),
                state);
    }

    /**
     * {@return what happened in words that quote no value: the message of an exception of the trail's own, and of any other
     * what it comes down to}
     *
     * @param failure the exception
     */
    public static String describe(Throwable failure) {
        if (failure instanceof AuditException) {
            return String.valueOf(failure.getMessage());
        }
        FailureCause cause = of(failure);
        return cause.sqlState == null ? cause.type : cause.type + ", SQL state " + cause.sqlState;
    }
}
