package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditWriteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint before something that may fail, so that the rest of the transaction can go on. For one thread. */
public final class Guard {
    private static final String CONNECTION_LOST = "08";
    private static final String ROLLED_BACK = "40";

    private final Connection connection;
    private final Savepoint savepoint;

    private Guard(Connection connection, Savepoint savepoint) {
        this.connection = connection;
        this.savepoint = savepoint;
    }

    /**
     * {@return a guard of this connection's transaction}
     *
     * @param connection the connection
     * @throws AuditWriteException if the database refuses; the transaction must be rolled back
     */
    public static Guard set(Connection connection) {
        try {
            return new Guard(connection, connection.setSavepoint());
        } catch (SQLException e) {
            throw new AuditWriteException(
                    "cannot set a savepoint before audit events are written: SQL state " + e.getSQLState()
                            + ", so their transaction is rolled back; check the connection",
                    RedactedException.of(e));
        }
    }

    /**
     * {@return a guard of this connection's transaction, or null if the database has none}
     *
     * @param connection the connection
     */
    public static @Nullable Guard trySet(Connection connection) {
        try {
            return new Guard(connection, connection.setSavepoint());
        } catch (SQLException e) {
            return null;
        }
    }

    /**
     * Undoes what came after the savepoint.
     *
     * @param failure why
     * @return false if the transaction is lost as a whole: the database rolled it back, or the connection is gone
     */
    public boolean undo(RuntimeException failure) {
        if (isLost(failure)) {
            return false;
        }
        try {
            connection.rollback(savepoint);
            return true;
        } catch (SQLException e) {
            failure.addSuppressed(RedactedException.of(e));
            return false;
        }
    }

    /** A deadlock's victim was rolled back as a whole, whatever a savepoint says. */
    private static boolean isLost(RuntimeException failure) {
        String state = FailureCause.of(failure).sqlState();
        return state != null && (state.startsWith(CONNECTION_LOST) || state.startsWith(ROLLED_BACK));
    }
}
