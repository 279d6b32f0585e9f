package io.leadfactory.audit.store;

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
        return new FailureCause(root.getClass().getName(), state);
    }
}
