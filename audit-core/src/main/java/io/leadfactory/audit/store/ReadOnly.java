package io.leadfactory.audit.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A connection that cannot write until it is closed, one transaction after the other, so that a long reading holds no old
 * row version for long. For one thread.
 *
 * <p>PostgreSQL begins read-only transactions when its driver is told so; the driver of MariaDB does not pass it on, so there it
 * is said in SQL. H2 has no such transactions.
 */
final class ReadOnly implements AutoCloseable {
    private final Connection connection;
    private final boolean mine;
    private final boolean said;
    private final boolean wasReadOnly;

    private ReadOnly(Connection connection, boolean mine, boolean said, boolean wasReadOnly) {
        this.connection = connection;
        this.mine = mine;
        this.said = said;
        this.wasReadOnly = wasReadOnly;
    }

    static ReadOnly begin(Connection connection, DatabaseKind database) throws SQLException {
        boolean wasReadOnly = connection.isReadOnly();
        if (!connection.getAutoCommit()) {
            return new ReadOnly(connection, false, false, wasReadOnly);
        }
        connection.setReadOnly(true);
        boolean said = !wasReadOnly && (database == DatabaseKind.MARIADB || database == DatabaseKind.MYSQL);
        if (said) {
            say(connection, "set session transaction read only");
        }
        connection.setAutoCommit(false);
        return new ReadOnly(connection, true, said, wasReadOnly);
    }

    /** Ends the transaction; the next statement begins another. */
    void next() throws SQLException {
        if (mine) {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        if (mine && !connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
            if (said) {
                say(connection, "set session transaction read write");
            }
            connection.setReadOnly(wasReadOnly);
        }
    }

    private static void say(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
