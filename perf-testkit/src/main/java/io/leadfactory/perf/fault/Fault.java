package io.leadfactory.perf.fault;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a {@link FaultyDataSource} does wrong. Immutable.
 *
 * @param kind which kind of fault
 * @param pause how long a call waits before it goes on or fails; zero where the kind does not wait
 * @param sqlState the SQLState of the exception, five characters; empty where the kind raises none
 */
public record Fault(Kind kind, Duration pause, String sqlState) {

    /** Where a fault strikes and how. */
    public enum Kind {
        /** Each statement and each commit waits first, then works. */
        DELAY,
        /** A statement fails before it reaches the database. */
        ERROR,
        /** The physical connection is closed just before a statement. */
        LOST_AT_STATEMENT,
        /** The physical connection is closed just before a commit, so that the transaction is gone. */
        LOST_AT_COMMIT,
        /** The database commits, but its answer does not arrive: the connection is lost just after the commit. */
        ACKNOWLEDGEMENT_LOST,
        /** The connection accepts what is sent and never answers. */
        HALF_OPEN,
        /** No connection is handed out, because the pool has none. */
        EXHAUSTED,
        /** No connection is handed out, because the database refuses it at once. */
        REFUSED,
        /** A connection is handed out late. */
        SLOW_CONNECT
    }

    private static final String CONNECTION_FAILURE = "08006";
    private static final String CANNOT_CONNECT = "08001";
    private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the pause is negative, or a kind that raises an exception has no SQLState of five
     *     digits and capital letters
     */
    public Fault {
        Objects.requireNonNull(kind, "kind");
        if (pause.isNegative()) {
            throw new IllegalArgumentException("pause must not be negative: " + pause);
        }
        if (kind == Kind.HALF_OPEN && pause.isZero()) {
            throw new IllegalArgumentException(
                    "a half-open connection needs a limit after which a call gives up: " + pause);
        }
        if (kind != Kind.DELAY
                && kind != Kind.SLOW_CONNECT
                && !SQL_STATE.matcher(sqlState).matches()) {
            throw new IllegalArgumentException("SQLState must be five digits or capital letters: \"" + sqlState + "\"");
        }
    }

    /**
     * Returns the fault of a slow database.
     *
     * @param pause how long each statement and each commit waits before it is run
     * @return the fault
     * @throws IllegalArgumentException if the pause is negative
     */
    public static Fault delay(Duration pause) {
        return new Fault(Kind.DELAY, pause, "");
    }

    /**
     * Returns the fault of a statement that the database refuses.
     *
     * @param sqlState the SQLState, {@code "23505"} for a duplicate key; its class chooses the exception's type as a driver
     *     would
     * @return the fault
     * @throws IllegalArgumentException if it is not five digits or capital letters
     */
    public static Fault error(String sqlState) {
        return new Fault(Kind.ERROR, Duration.ZERO, sqlState);
    }

    /**
     * Returns the fault of a connection that is gone when the next statement is sent.
     *
     * @return the fault, with SQLState 08006
     */
    public static Fault lostAtStatement() {
        return new Fault(Kind.LOST_AT_STATEMENT, Duration.ZERO, CONNECTION_FAILURE);
    }

    /**
     * Returns the fault of a connection that is gone when the transaction is to be committed.
     *
     * @return the fault, with SQLState 08006
     */
    public static Fault lostAtCommit() {
        return new Fault(Kind.LOST_AT_COMMIT, Duration.ZERO, CONNECTION_FAILURE);
    }

    /**
     * Returns the fault of a pool that has no connection to give.
     *
     * @param pause how long the caller waits in vain
     * @return the fault, with SQLState 08001
     * @throws IllegalArgumentException if the pause is negative
     */
    public static Fault exhausted(Duration pause) {
        return new Fault(Kind.EXHAUSTED, pause, CANNOT_CONNECT);
    }

    /**
     * Returns the fault of a commit that happens and whose answer is lost, the worst case for who retries. Without a
     * transaction it strikes after a statement that is no query, because such a statement is its own commit.
     *
     * @return the fault, with SQLState 08006
     */
    public static Fault acknowledgementLost() {
        return new Fault(Kind.ACKNOWLEDGEMENT_LOST, Duration.ZERO, CONNECTION_FAILURE);
    }

    /**
     * Returns the fault of a connection whose other side is gone without a word: statements, commits, rollbacks and
     * validations wait for an answer until the statement's query timeout, the connection's network timeout or the given limit,
     * whichever is first, or until the thread is interrupted or the connection closed. The connection stays silent when the
     * fault is over.
     *
     * @param limit after which time the driver or the operating system gives up
     * @return the fault, with SQLState 08006
     * @throws IllegalArgumentException if the limit is not positive
     */
    public static Fault halfOpen(Duration limit) {
        return new Fault(Kind.HALF_OPEN, limit, CONNECTION_FAILURE);
    }

    /**
     * Returns the fault of a database that refuses new connections.
     *
     * @param sqlState the SQLState, {@code "08001"} if nobody listens, {@code "53300"} for too many connections
     * @return the fault
     * @throws IllegalArgumentException if it is not five digits or capital letters
     */
    public static Fault refused(String sqlState) {
        return new Fault(Kind.REFUSED, Duration.ZERO, sqlState);
    }

    /**
     * Returns the fault of a database that takes its time to accept a connection. A login timeout of the data source that is
     * shorter ends the wait with an exception.
     *
     * @param pause how long a connection takes
     * @return the fault
     * @throws IllegalArgumentException if the pause is negative
     */
    public static Fault slowConnect(Duration pause) {
        return new Fault(Kind.SLOW_CONNECT, pause, "");
    }
}
