package io.leadfactory.budget.ledger;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.Set;

/** Says in a sentence what a database meant. */
final class SqlFailure {
    private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");

    /** What H2 says of a connection that broke, and of a database that is being or was closed, or is not there yet. */
    private static final Set<String> H2_GONE = Set.of("90067", "90098", "90121", "90146", "90149");

    /** MariaDB and MySQL have no state of its own for it. */
    private static final int MARIADB_LOCK_WAIT_TIMEOUT = 1205;

    private SqlFailure() {}

    static LedgerException of(String wanted, SQLException failure) {
        return of(wanted, failure, false);
    }

    static LedgerException of(String wanted, SQLException failure, boolean isCommitting) {
        String state = state(failure);
        if (TABLE_MISSING.contains(state)) {
            return new LedgerException(
                    "cannot %s: the tables of the budget ledger are missing; call BudgetSchema.create(dataSource) or run the script in %s"
                            .formatted(wanted, BudgetSchema.SCRIPTS),
                    failure);
        }
        LedgerException.Reach reach = !isUnreachable(failure)
                ? LedgerException.Reach.ANSWERED
                : isCommitting ? LedgerException.Reach.UNCLEAR : LedgerException.Reach.UNREACHED;
        if (reach != LedgerException.Reach.ANSWERED || state.startsWith("90")) {
            return new LedgerException(
                    "cannot %s: the database cannot be reached (%s); see that it runs and that the address is right"
                            .formatted(wanted, state),
                    failure,
                    reach);
        }
        return new LedgerException(
                "cannot %s: the database refused (%s); see the cause".formatted(wanted, state), failure);
    }

    /** Whether the database undid the transaction, or will once it is told to, and it may be tried again. */
    static boolean isTransient(SQLException failure) {
        String state = state(failure);
        return state.startsWith("40")
                || state.equals("HYT00")
                || state.equals("55P03")
                || (state.equals("HY000") && failure.getErrorCode() == MARIADB_LOCK_WAIT_TIMEOUT);
    }

    /**
     * Whether the database is gone rather than unwilling: the connection broke or there was none (class 08, what drivers and
     * pools throw for it), or the server is stopping or starting (57P01 and its like). Not what a server answers that is there:
     * constraints, deadlocks, a statement that took too long, a missing table.
     */
    static boolean isUnreachable(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08")
                || state.startsWith("57P0")
                || H2_GONE.contains(state)
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException;
    }

    /** Whether the ledger will never take it: the data are at fault, or they contradict what is there. */
    static boolean isFinal(LedgerException failed) {
        if (!(failed.getCause() instanceof SQLException failure)) {
            return !failed.isOutage();
        }
        String state = state(failure);
        return state.startsWith("22") || state.startsWith("23");
    }

    static boolean isDuplicateKey(SQLException failure) {
        for (SQLException each = failure; each != null; each = each.getNextException()) {
            String state = state(each);
            if (state.equals("23505") || state.equals("23000")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a key or a check of a table refused it. */
    static boolean isRefusedByConstraint(SQLException failure) {
        return state(failure).startsWith("23");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "no state" : state.toUpperCase(Locale.ROOT);
    }
}
