package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The statements of {@code budget_account}, as those of the other tables: plain SQL, amounts in nano-units, instants in milliseconds
 * since 1970.
 */
final class LedgerSql {
    static final int COLUMNS_OF_ROW = 9;

    /** The columns of an {@link AccountRow}. */
    static final String ROW =
            "spent, held, allowance, limit_units, stop_share, stop_units, told_share, told_round, due_at";

    /** Which account, as {@link #bindAccount} binds it. */
    static final String OF_ACCOUNT = " where budget = ? and period_kind = ? and period_start = ?";

    private static final String SELECT = "select " + ROW + " from budget_account" + OF_ACCOUNT;

    private LedgerSql() {}

    static boolean probe(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select 1 from budget_account where budget = ''");
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    static @Nullable AccountRow find(Connection connection, Account account) throws SQLException {
        return find(connection, account, SELECT);
    }

    private static @Nullable AccountRow find(Connection connection, Account account, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bindAccount(select, 1, account);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row(row) : null;
            }
        }
    }

    /** What the first columns say, which must be {@link #ROW}. */
    static AccountRow row(ResultSet row) throws SQLException {
        return new AccountRow(
                new Totals(row.getLong(1), row.getLong(2), row.getLong(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8),
                row.getLong(COLUMNS_OF_ROW));
    }

    /** When the budget's latest account that started before an instant did, both in milliseconds since 1970. */
    static OptionalLong before(Connection connection, Account account, long start) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select max(period_start) from budget_account"
                + " where budget = ? and period_kind = ? and period_start < ?")) {
            bindAccount(select, 1, account);
            select.setLong(3, start);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                long found = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(found);
            }
        }
    }

    static AccountRow get(Connection connection, Account account) throws SQLException {
        return there(account, find(connection, account, SELECT));
    }

    /** What was committed last, whatever the transaction saw before; nobody else changes it until this one ends. */
    static AccountRow lock(Connection connection, Account account) throws SQLException {
        return there(account, find(connection, account, SELECT + " for update"));
    }

    private static AccountRow there(Account account, @Nullable AccountRow state) {
        if (state == null) {
            throw new LedgerException(
                    "the account of budget \"%s\" for %s is gone: rows of budget_account must not be deleted"
                            .formatted(account.budget().name(), account.window()));
        }
        return state;
    }

    static void seed(Connection connection, Account account, AccountRow fresh) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into budget_account (" + ROW
                + ", budget, period_kind, period_start)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, fresh);
            bindAccount(insert, COLUMNS_OF_ROW + 1, account);
            insert.executeUpdate();
        }
    }

    /** For who has locked the row. */
    static void update(Connection connection, Account account, AccountRow row) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update budget_account set spent = ?, held = ?,"
                + " allowance = ?, limit_units = ?, stop_share = ?, stop_units = ?, told_share = ?, told_round = ?,"
                + " due_at = ?" + OF_ACCOUNT)) {
            bind(update, row);
            bindAccount(update, COLUMNS_OF_ROW + 1, account);
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, AccountRow row) throws SQLException {
        statement.setLong(1, row.totals().spent());
        statement.setLong(2, row.totals().held());
        statement.setLong(3, row.totals().allowance());
        statement.setLong(4, row.limitUnits());
        statement.setLong(5, row.stopShare());
        statement.setLong(6, row.stopUnits());
        statement.setLong(7, row.toldShare());
        statement.setInt(8, row.toldRound());
        statement.setLong(COLUMNS_OF_ROW, row.dueMillis());
    }

    static boolean raiseHeld(Connection connection, Account account, long units, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update budget_account set held = held + ?"
                + OF_ACCOUNT + " and spent + held <= stop_units - ? and due_at > ?")) {
            update.setLong(1, units);
            bindAccount(update, 2, account);
            update.setLong(5, units);
            update.setLong(6, at.toEpochMilli());
            return update.executeUpdate() == 1;
        }
    }

    static boolean settle(Connection connection, Account account, Settlement settlement) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update budget_account set held = held - ?, spent = spent + ?" + OF_ACCOUNT
                        + " and spent + held <= ? and held >= ?")) {
            update.setLong(1, settlement.heldUnits());
            update.setLong(2, settlement.actualUnits());
            bindAccount(update, 3, account);
            update.setLong(6, Long.MAX_VALUE - settlement.overrunUnits());
            update.setLong(7, settlement.heldUnits());
            return update.executeUpdate() == 1;
        }
    }

    static void tell(Connection connection, Account account, long toldShare) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update budget_account set told_share = ?" + OF_ACCOUNT)) {
            update.setLong(1, toldShare);
            bindAccount(update, 2, account);
            update.executeUpdate();
        }
    }

    /** One statement, so that account and entries are seen at the same moment. */
    static List<LedgerCheck> check(Connection connection, String budget) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select a.period_kind, a.period_start, a.spent, a.held,"
                        + " a.allowance,"
                        + " (select coalesce(sum(e.spent), 0) from budget_entry e where e.budget = a.budget"
                        + " and e.period_kind = a.period_kind and e.period_start = a.period_start),"
                        + " (select coalesce(sum(e.held), 0) from budget_entry e where e.budget = a.budget"
                        + " and e.period_kind = a.period_kind and e.period_start = a.period_start),"
                        + " (select coalesce(sum(e.allowance), 0) from budget_entry e where e.budget = a.budget"
                        + " and e.period_kind = a.period_kind and e.period_start = a.period_start)"
                        + " from budget_account a where a.budget = ? order by a.period_start")) {
            select.setString(1, budget);
            List<LedgerCheck> checks = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    checks.add(new LedgerCheck(
                            budget,
                            row.getString(1),
                            Instant.ofEpochMilli(row.getLong(2)),
                            new Totals(row.getLong(3), row.getLong(4), row.getLong(5)),
                            new Totals(
                                    row.getBigDecimal(6).longValueExact(),
                                    row.getBigDecimal(7).longValueExact(),
                                    row.getBigDecimal(8).longValueExact())));
                }
            }
            return checks;
        }
    }

    /** Compared character by character, whatever the order of the database's alphabet. */
    static List<String> budgets(Connection connection, String prefix) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select distinct budget from budget_account where left(budget, ?) = ? order by budget")) {
            select.setInt(1, prefix.codePointCount(0, prefix.length()));
            select.setString(2, prefix);
            List<String> names = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(row.getString(1));
                }
            }
            return names;
        }
    }

    static void bindAccount(PreparedStatement statement, int from, Account account) throws SQLException {
        statement.setString(from, account.budget().name());
        statement.setString(from + 1, account.window().period().name());
        statement.setLong(from + 2, account.window().start().toEpochMilli());
    }
}
