package io.leadfactory.budget.ledger;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** Says in a sentence what a database meant. */
final class SqlFailure {
    private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");

    /** MariaDB and MySQL have no state of its own for it. */
    private static final int MARIADB_LOCK_WAIT_TIMEOUT = 1205;

    private SqlFailure() {}

    static LedgerException of(String wanted, SQLException failure) {
        String state = state(failure);
        if (TABLE_MISSING.contains(state)) {
            return new LedgerException(
                    "cannot %s: the tables of the budget ledger are missing; call BudgetSchema.create(dataSource) or run the script in %s"
                            .formatted(wanted, BudgetSchema.SCRIPTS),
                    failure);
        }
        if (state.startsWith("08") || state.startsWith("90")) {
            return new LedgerException(
                    "cannot %s: the database cannot be reached (%s); see that it runs and that the address is right"
                            .formatted(wanted, state),
                    failure);
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
