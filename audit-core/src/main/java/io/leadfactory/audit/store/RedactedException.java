package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditException;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands for an exception whose message may quote values, as PostgreSQL's "Failing row contains" does: class, SQL state,
 * vendor code and stack are those of the original, the message is not. For one thread.
 */
public final class RedactedException extends SQLException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_EXCEPTIONS = 20;
    private static final String WITHHELD = "message withheld, since it may quote values";

    /** The name of the original's class. */
    private final String type;

    private RedactedException(Throwable original) {
        super(original.getClass().getName() + "; " + WITHHELD);
        this.type = original.getClass().getName();
    }

    private RedactedException(SQLException original) {
        super(
                original.getClass().getName() + ", SQL state " + original.getSQLState() + ", vendor code "
                        + original.getErrorCode() + "; " + WITHHELD,
                original.getSQLState(),
                original.getErrorCode());
        this.type = original.getClass().getName();
    }

    /**
     * {@return the exception as it may be logged} One that no database has a part in, and one of the trail's own, stays as it
     * is.
     *
     * @param failure the exception
     */
    public static Throwable of(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < MAX_EXCEPTIONS; depth++) {
            if (link instanceof AuditException || link instanceof RedactedException) {
                return failure;
            }
            if (link instanceof SQLException) {
                return redact(failure, new IdentityHashMap<>());
            }
            link = link.getCause();
        }
        return failure;
    }

    /** With all that hangs on it, up to a bound; what was met before is the same again. */
    private static RedactedException redact(Throwable original, IdentityHashMap<Throwable, RedactedException> known) {
        RedactedException redacted = original instanceof SQLException refused
                ? new RedactedException(refused)
                : new RedactedException(original);
        redacted.setStackTrace(original.getStackTrace());
        known.put(original, redacted);
        RedactedException cause = next(original.getCause(), known);
        if (cause != null) {
            redacted.initCause(cause);
        }
        for (Throwable suppressed : original.getSuppressed()) {
            RedactedException further = next(suppressed, known);
            if (further != null) {
                redacted.addSuppressed(further);
            }
        }
        RedactedException further =
                original instanceof SQLException refused ? next(refused.getNextException(), known) : null;
        if (further != null && further != cause) {
            redacted.setNextException(further);
        }
        return redacted;
    }

    private static @Nullable RedactedException next(
            @Nullable Throwable original, IdentityHashMap<Throwable, RedactedException> known) {
        if (original == null) {
            return null;
        }
        RedactedException before = known.get(original);
        return before == null && known.size() < MAX_EXCEPTIONS ? redact(original, known) : before;
    }

    /** {@return the name of the original's class} */
    public String type() {
        return type;
    }
}
