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
        /** No connection is handed out. */
        EXHAUSTED
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
        if (kind != Kind.DELAY && !SQL_STATE.matcher(sqlState).matches()) {
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
}
