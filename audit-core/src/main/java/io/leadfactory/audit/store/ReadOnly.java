package io.leadfactory.audit.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Transactions that cannot write, one after the other, so that a long reading holds no old row version for long. For one
 * thread.
 *
 * <p>It is said in SQL, since {@link Connection#setReadOnly} is a hint: MariaDB's driver ignores it, and drivers and pools
 * that know replicas take it for a wish to read from one, which may not have yet what was committed. H2 has no such
 * transactions.
 */
final class ReadOnly implements AutoCloseable {
    private final Connection connection;
    private final DatabaseKind database;
    private final boolean mine;
    private boolean begun;

    private ReadOnly(Connection connection, DatabaseKind database, boolean mine) {
        this.connection = connection;
        this.database = database;
        this.mine = mine;
    }

    /** Begins the first one. A connection that is in a transaction already, or may be, is left alone. */
    static ReadOnly begin(Connection connection, DatabaseKind database) throws SQLException {
        boolean mine = connection.getAutoCommit();
        ReadOnly readOnly = new ReadOnly(connection, database, mine);
        if (mine) {
            connection.setAutoCommit(false);
        }
        try {
            readOnly.resume();
            return readOnly;
        } catch (SQLException e) {
            readOnly.close();
            throw e;
        }
    }

    /** Begins another one if the last one has ended. */
    void resume() throws SQLException {
        if (mine && !begun && database.hasReadOnlyTransactions()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction read only");
            }
        }
        begun = true;
    }

    /** Ends the transaction. */
    void end() throws SQLException {
        if (mine) {
            connection.rollback();
        }
        begun = false;
    }

    @Override
    public void close() throws SQLException {
        if (mine && !connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
