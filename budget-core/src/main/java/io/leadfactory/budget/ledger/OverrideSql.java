package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The statements of {@code budget_override}. */
final class OverrideSql {
    private OverrideSql() {}

    static void lend(Connection connection, Account account, Adjustment override, Instant until) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into budget_override (budget, period_kind, period_start,"
                        + " override_id, units, until_at) values (?, ?, ?, ?, ?, ?)")) {
            LedgerSql.bindAccount(insert, 1, account);
            insert.setString(4, override.id().toString());
            insert.setLong(5, override.units());
            insert.setLong(6, until.toEpochMilli());
            insert.executeUpdate();
        }
    }

    /** An override that has not ended. */
    record Lent(ReservationId id, long units, long untilMillis) {}

    static List<Lent> lent(Connection connection, Account account) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select override_id, units, until_at from"
                + " budget_override" + LedgerSql.OF_ACCOUNT + " and ended_at is null order by until_at, override_id")) {
            LedgerSql.bindAccount(select, 1, account);
            List<Lent> lent = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lent.add(new Lent(ReservationId.parse(row.getString(1)), row.getLong(2), row.getLong(3)));
                }
            }
            return lent;
        }
    }

    static void end(Connection connection, Account account, ReservationId id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update budget_override set ended_at = ?" + LedgerSql.OF_ACCOUNT + " and override_id = ?")) {
            update.setLong(1, at.toEpochMilli());
            LedgerSql.bindAccount(update, 2, account);
            update.setString(5, id.toString());
            update.executeUpdate();
        }
    }
}
