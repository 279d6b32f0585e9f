package io.leadfactory.budget.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hold or its end with its entry in one statement, which PostgreSQL commits by itself: one way to the database and back
 * instead of four, and rows are locked no longer than the commit takes.
 *
 * <p>It records only what reaches no line; with what does, and what has no room, it changes nothing. The same end twice fails
 * at the key of its entry, or at the check that no less than nothing is held, and is undone as a whole.
 */
final class PostgresSql {
    /** What PostgreSQL saw of an account, and whether the entry is recorded. */
    record Seen(AccountRow row, boolean isRecorded) {}

    /** Parameters: ceiling of settlements, what is added, instant, told share, limit, below. */
    private static final String FITS = "spent + held <= greatest(stop_units, ?) - ? and due_at > ?"
            + " and told_share >= ? and limit_units + allowance >= ? and spent + held < ?";

    private static final String ENTERED =
            "insert into budget_entry (reservation, step, budget, period_kind, period_start,"
                    + " kind, held, spent, allowance, recorded_at)"
                    + " select ?, ?, budget, period_kind, period_start, ?, ?, ?, 0, ? from posted";

    private static final String KEY = "budget = ? and period_kind = ? and period_start = ?";

    /** Of a row that was not changed it says what the snapshot had. */
    private static final String POST_ONE =
            "with posted as (update budget_account set held = held + ?, spent = spent + ?"
                    + " where " + KEY + " and " + FITS + " returning budget, period_kind, period_start, "
                    + LedgerSql.ROW + "),"
                    + " entered as (" + ENTERED + ")"
                    + " select " + LedgerSql.ROW + ", true from posted union all"
                    + " select " + LedgerSql.ROW + ", false from budget_account where " + KEY
                    + " and not exists (select 1 from posted)";

    /** Nothing is locked unless all fit; what is locked is looked at again, in the order that was given. */
    private static final String POST_ALL = "with given as (select * from unnest(?, ?, ?, ?, ?, ?)"
            + " with ordinality as g(of_budget, of_kind, of_start, told, least, below, n)),"
            + " before as (select count(*) = ? as fit from given join budget_account"
            + " on budget = of_budget and period_kind = of_kind and period_start = of_start"
            + " where " + fitsGiven() + "),"
            + " locked as (select n, budget, period_kind, period_start, " + fitsGiven() + " as fits"
            + " from given join budget_account"
            + " on budget = of_budget and period_kind = of_kind and period_start = of_start"
            + " where (select fit from before) order by n for no key update of budget_account),"
            + " posted as (update budget_account a set held = a.held + ?, spent = a.spent + ? from locked l"
            + " where a.budget = l.budget and a.period_kind = l.period_kind and a.period_start = l.period_start"
            + " and (select count(*) = ? from locked where fits)"
            + " returning l.n, a.budget, a.period_kind, a.period_start, " + LedgerSql.ROW + "),"
            + " entered as (" + ENTERED + ")"
            + " select " + LedgerSql.ROW + " from posted order by n";

    private PostgresSql() {}

    private static String fitsGiven() {
        return "spent + held <= greatest(stop_units, ?) - ? and due_at > ?"
                + " and told_share >= told and limit_units + allowance >= least and spent + held < below";
    }

    /**
     * Records an entry in one account.
     *
     * @param entry a HOLD, or the end of one that cost no more than it
     * @return the row, with the entry or as it was without; null if there is none
     */
    static @Nullable Seen post(Connection connection, Account account, NextLine next, Entry entry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POST_ONE)) {
            statement.setLong(1, entry.heldUnits());
            statement.setLong(2, entry.spentUnits());
            LedgerSql.bindAccount(statement, 3, account);
            int at = bindFits(statement, 6, entry);
            statement.setLong(at, next.toldShare());
            statement.setLong(at + 1, next.limitUnits());
            statement.setLong(at + 2, next.belowBefore(change(entry)));
            at = bindEntry(statement, at + 3, entry);
            LedgerSql.bindAccount(statement, at, account);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Seen(LedgerSql.row(row), row.getBoolean(LedgerSql.COLUMNS_OF_ROW + 1)) : null;
            }
        }
    }

    /**
     * Records an entry in all accounts or in none.
     *
     * @param entry as {@link #post(Connection, Account, NextLine, Entry)}
     * @return the rows with the entry, in the order given; none if it is not recorded
     */
    static List<AccountRow> post(Connection connection, List<Account> accounts, List<NextLine> next, Entry entry)
            throws SQLException {
        int all = accounts.size();
        String[] budgets = new String[all];
        String[] kinds = new String[all];
        Long[] starts = new Long[all];
        Long[] told = new Long[all];
        Long[] least = new Long[all];
        Long[] below = new Long[all];
        for (int i = 0; i < all; i++) {
            budgets[i] = accounts.get(i).budget().name();
            kinds[i] = accounts.get(i).window().period().name();
            starts[i] = accounts.get(i).window().start().toEpochMilli();
            told[i] = next.get(i).toldShare();
            least[i] = next.get(i).limitUnits();
            below[i] = next.get(i).belowBefore(change(entry));
        }
        try (PreparedStatement statement = connection.prepareStatement(POST_ALL)) {
            int at = bindArrays(statement, "text", budgets, kinds);
            at = bindArrays(statement, at, "bigint", starts, told, least, below);
            statement.setInt(at, all);
            at = bindFits(statement, at + 1, entry);
            at = bindFits(statement, at, entry);
            statement.setLong(at, entry.heldUnits());
            statement.setLong(at + 1, entry.spentUnits());
            statement.setInt(at + 2, all);
            bindEntry(statement, at + 3, entry);
            List<AccountRow> rows = new ArrayList<>(all);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(LedgerSql.row(row));
                }
            }
            return rows;
        }
    }

    private static int bindArrays(PreparedStatement statement, String type, Object[]... arrays) throws SQLException {
        return bindArrays(statement, 1, type, arrays);
    }

    private static int bindArrays(PreparedStatement statement, int from, String type, Object[]... arrays)
            throws SQLException {
        int at = from;
        for (Object[] values : arrays) {
            Array array = statement.getConnection().createArrayOf(type, values);
            statement.setArray(at, array);
            at++;
        }
        return at;
    }

    private static long change(Entry entry) {
        return entry.heldUnits() + entry.spentUnits();
    }

    /** A hold needs room below the stop line and an account that is not due; its end needs neither. */
    private static int bindFits(PreparedStatement statement, int from, Entry entry) throws SQLException {
        boolean isHold = entry.kind() == Entry.Kind.HOLD;
        statement.setLong(from, isHold ? Long.MIN_VALUE : Long.MAX_VALUE);
        statement.setLong(from + 1, isHold ? entry.heldUnits() : 0);
        statement.setLong(from + 2, isHold ? entry.at().toEpochMilli() : Long.MIN_VALUE);
        return from + 3;
    }

    private static int bindEntry(PreparedStatement statement, int from, Entry entry) throws SQLException {
        statement.setString(from, entry.reservation().toString());
        statement.setInt(from + 1, EntrySql.step(entry.kind()));
        statement.setString(from + 2, entry.kind().name());
        statement.setLong(from + 3, entry.heldUnits());
        statement.setLong(from + 4, entry.spentUnits());
        statement.setLong(from + 5, entry.at().toEpochMilli());
        return from + 6;
    }
}
