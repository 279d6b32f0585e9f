package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Threshold;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The statements of {@code budget_alert}. */
final class AlertSql {
    private static final int MOST_TAKEN = 100;
    private static final int MOST_DOUBLED = 10;

    private static final String OF_LINE =
            " where budget = ? and period_kind = ? and period_start = ? and told_round = ? and share = ?"
                    + " and told_at is null";

    private AlertSql() {}

    /** Records lines as reached; the account's row is locked by this transaction, so nobody else records the same. */
    static void insert(Connection connection, Account account, AccountRow row, List<Threshold> reached, Instant at)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into budget_alert (budget, period_kind, period_start, told_round,"
                        + " share, spent, held, limit_units, recorded_at, tries, tell_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)")) {
            for (long share :
                    reached.stream().mapToLong(Threshold::shareUnits).distinct().toArray()) {
                LedgerSql.bindAccount(insert, 1, account);
                insert.setInt(4, row.toldRound());
                insert.setLong(5, share);
                insert.setLong(6, row.totals().spent());
                insert.setLong(7, row.totals().held());
                insert.setLong(8, row.limitUnits() + row.totals().allowance());
                insert.setLong(9, at.toEpochMilli());
                insert.setLong(10, at.plus(AlertOutbox.GRACE).toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    static List<String> waiting(Connection connection, Instant at) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select distinct budget from budget_alert where told_at is null and tell_at <= ?")) {
            select.setLong(1, at.toEpochMilli());
            List<String> budgets = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    budgets.add(row.getString(1));
                }
            }
            return budgets;
        }
    }

    private record Due(UntoldLine line, int tries, long tellAt) {}

    /** Lines that are due, each of which only this transaction gets. */
    static List<UntoldLine> take(Connection connection, String budget, Instant at) throws SQLException {
        List<UntoldLine> taken = new ArrayList<>();
        for (Due due : due(connection, budget, at)) {
            if (take(connection, due, at)) {
                taken.add(due.line());
            }
        }
        return taken;
    }

    private static List<Due> due(Connection connection, String budget, Instant at) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select budget, period_kind, period_start, told_round, share, spent, held,"
                        + " limit_units, recorded_at, tries, tell_at from budget_alert"
                        + " where budget = ? and told_at is null and tell_at <= ? order by tell_at limit ?")) {
            select.setString(1, budget);
            select.setLong(2, at.toEpochMilli());
            select.setInt(3, MOST_TAKEN);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(line(row), row.getInt(10), row.getLong(11)));
                }
            }
            return due;
        }
    }

    private static UntoldLine line(ResultSet row) throws SQLException {
        return new UntoldLine(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getInt(4),
                row.getLong(5),
                new Totals(row.getLong(6), row.getLong(7)),
                row.getLong(8),
                Instant.ofEpochMilli(row.getLong(9)));
    }

    private static boolean take(Connection connection, Due due, Instant at) throws SQLException {
        long pause = AlertOutbox.GRACE.toMillis() << Math.min(due.tries(), MOST_DOUBLED);
        try (PreparedStatement update = connection.prepareStatement(
                "update budget_alert set tries = tries + 1, tell_at = ?" + OF_LINE + " and tell_at = ?")) {
            update.setLong(1, at.toEpochMilli() + pause);
            bind(update, 2, due.line());
            update.setLong(7, due.tellAt());
            return update.executeUpdate() == 1;
        }
    }

    static void told(Connection connection, Collection<UntoldLine> lines, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update budget_alert set told_at = ?" + OF_LINE)) {
            for (UntoldLine line : lines) {
                update.setLong(1, at.toEpochMilli());
                bind(update, 2, line);
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, int from, UntoldLine line) throws SQLException {
        statement.setString(from, line.budget());
        statement.setString(from + 1, line.period());
        statement.setLong(from + 2, line.start().toEpochMilli());
        statement.setInt(from + 3, line.round());
        statement.setLong(from + 4, line.shareUnits());
    }
}
