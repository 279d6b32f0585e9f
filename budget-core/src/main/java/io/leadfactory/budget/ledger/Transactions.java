package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Runs work in transactions of its own. Thread-safe. */
final class Transactions {
    private static final int TRIES = 20;

    /** What runs in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Whether the commit was sent, whatever became of it. For one thread. */
    private static final class Stage {
        private boolean isCommitting;
    }

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Commits what the work did. A transaction that the database gave up, because of a deadlock or a lock that took too
     * long, is tried again after a moment that grows; the order of the rows makes that rare.
     *
     * @param wanted for messages: {@code "reserve from budget ..."}
     */
    <T> T commit(String wanted, Work<T> work) {
        return commit(wanted, work, false);
    }

    /**
     * As {@link #commit}, for work that is one statement: a connection that is in auto-commit commits it by itself, which
     * saves a way to the database and back.
     */
    <T> T statement(String wanted, Work<T> work) {
        return commit(wanted, work, true);
    }

    private <T> T commit(String wanted, Work<T> work, boolean isStatement) {
        for (int tried = 1; ; tried++) {
            Stage stage = new Stage();
            try {
                return once(work, isStatement, stage);
            } catch (SQLException failed) {
                if (tried == TRIES || !SqlFailure.isTransient(failed)) {
                    throw SqlFailure.of(wanted, failed, stage.isCommitting);
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(
                        ThreadLocalRandom.current().nextLong(100L << Math.min(tried, 7))));
            }
        }
    }

    /** As {@link #commit}, except that the work's own failure comes back as it is. */
    private <T> T once(Work<T> work, boolean isStatement, Stage stage) throws SQLException {
        Connection connection = connect(dataSource);
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (isStatement && autoCommit) {
                // From its first word on it may commit.
                stage.isCommitting = true;
                return work.run(connection);
            }
            connection.setAutoCommit(false);
            T result = committed(connection, work, autoCommit, stage);
            restore(connection, autoCommit);
            return result;
        } finally {
            giveBack(connection);
        }
    }

    private static <T> T committed(Connection connection, Work<T> work, boolean autoCommit, Stage stage)
            throws SQLException {
        try {
            T result = work.run(connection);
            stage.isCommitting = true;
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error failed) {
            undo(connection, failed, autoCommit);
            throw failed;
        }
    }

    static Connection connect(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException closed) {
            // What a closed pool throws is each pool's own choice.
            throw new SQLNonTransientConnectionException("the data source failed: " + closed, "08001", closed);
        }
    }

    // What could not be undone must not be followed by auto-commit, which would commit it.
    private static void undo(Connection connection, Throwable failed, boolean autoCommit) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException alsoFailed) {
            failed.addSuppressed(alsoFailed);
            abandon(connection);
            return;
        }
        restore(connection, autoCommit);
    }

    // A connection that cannot take its mode back or be given back is broken; what was done is committed or undone all
    // the same, and the pool finds out by itself. Throwing here would report a recorded posting as failed.
    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException | RuntimeException broken) {
            abandon(connection);
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException broken) {
            abandon(connection);
        }
    }

    private static void abandon(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException alreadyGone) {
            // Nothing is left that could be given back.
        }
    }
}
