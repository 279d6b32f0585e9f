package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** The statements of {@code budget_rolling}: what was spent in each step of a rolling period. */
final class RollingSql {
    private RollingSql() {}

    static RollingSums sums(Connection connection, Account account) throws SQLException {
        RollingSums sums = new RollingSums(account.window().period());
        try (PreparedStatement select =
                connection.prepareStatement("select step, units from budget_rolling" + LedgerSql.OF_ACCOUNT)) {
            LedgerSql.bindAccount(select, 1, account);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sums.put(row.getLong(1), row.getLong(2));
                }
            }
        }
        return sums;
    }

    /** A step more and perhaps one less: few rows, so they are written anew. */
    static void store(Connection connection, Account account, RollingSums sums) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from budget_rolling" + LedgerSql.OF_ACCOUNT)) {
            LedgerSql.bindAccount(delete, 1, account);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_rolling (budget, period_kind, period_start, step, units) values (?, ?, ?, ?, ?)")) {
            LedgerSql.bindAccount(insert, 1, account);
            for (Map.Entry<Long, Long> sum : sums.sums().entrySet()) {
                insert.setLong(4, sum.getKey());
                insert.setLong(5, sum.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
