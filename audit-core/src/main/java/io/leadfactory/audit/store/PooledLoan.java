package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditReadException;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection of a pool. For one thread. */
public final class PooledLoan implements ConnectionSource.Loan {
    private final Connection connection;
    private final Giver giver;

    /**
     * Takes a connection.
     *
     * @param taker takes it from the pool
     * @param giver gives it back
     * @throws AuditReadException if there is none
     */
    public PooledLoan(Taker taker, Giver giver) {
        this.giver = giver;
        try {
            this.connection = taker.take();
        } catch (SQLException e) {
            throw new AuditReadException(
                    "cannot read the audit trail: no connection, SQL state " + e.getSQLState() + "; check the database",
                    RedactedException.of(e));
        }
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            giver.giveBack(connection);
        } catch (SQLException e) {
            throw new AuditReadException(
                    "cannot give back the connection that the audit trail was read on: SQL state " + e.getSQLState(),
                    RedactedException.of(e));
        }
    }

    /** Takes a connection from a pool. */
    public interface Taker {

        /**
         * {@return a connection}
         *
         * @throws SQLException if there is none
         */
        Connection take() throws SQLException;
    }

    /** Gives a connection back to its pool. */
    public interface Giver {

        /**
         * Gives it back.
         *
         * @param connection the connection
         * @throws SQLException if the pool or the driver refuses
         */
        void giveBack(Connection connection) throws SQLException;
    }
}
