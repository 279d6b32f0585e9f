package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.BudgetStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of a ledger in a database: plain SQL, amounts in nano-units, instants in milliseconds since 1970. */
final class LedgerSql {
    private static final int STEP_HOLD = 0;
    private static final int STEP_END = 1;
    private static final int STEP_OVERRUN = 2;

    private static final String OF_ACCOUNT = " where budget = ? and period_kind = ? and period_start = ?";

    private static final String SELECT = "select spent, held, announced from budget_account" + OF_ACCOUNT;

    private LedgerSql() {}

    /** A row of an account. */
    record State(Totals totals, BudgetStatus announced) {}

    static @Nullable State find(Connection connection, Account account) throws SQLException {
        return find(connection, account, SELECT);
    }

    private static @Nullable State find(Connection connection, Account account, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bindAccount(select, 1, account);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new State(new Totals(row.getLong(1), row.getLong(2)), BudgetStatus.valueOf(row.getString(3)))
                        : null;
            }
        }
    }

    static State get(Connection connection, Account account) throws SQLException {
        return there(account, find(connection, account, SELECT));
    }

    /** What was committed last, whatever the transaction saw before; nobody else changes it until this one ends. */
    static State lock(Connection connection, Account account) throws SQLException {
        return there(account, find(connection, account, SELECT + " for update"));
    }

    private static State there(Account account, @Nullable State state) {
        if (state == null) {
            throw new LedgerException(
                    "the account of budget \"%s\" for %s is gone: rows of budget_account must not be deleted"
                            .formatted(account.budget().name(), account.window()));
        }
        return state;
    }

    static void seed(Connection connection, Account account) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_account (budget, period_kind, period_start, spent, held, announced)"
                        + " values (?, ?, ?, 0, 0, ?)")) {
            bindAccount(insert, 1, account);
            insert.setString(4, BudgetStatus.OK.name());
            insert.executeUpdate();
        }
    }

    static boolean raiseHeld(Connection connection, Account account, long units) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update budget_account set held = held + ?" + OF_ACCOUNT + " and spent + held <= ?")) {
            update.setLong(1, units);
            bindAccount(update, 2, account);
            update.setLong(5, account.budget().stopUnits() - units);
            return update.executeUpdate() == 1;
        }
    }

    static boolean settle(Connection connection, Account account, Settlement settlement) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update budget_account set held = held - ?, spent = spent + ?" + OF_ACCOUNT
                        + " and spent + held <= ?")) {
            update.setLong(1, settlement.heldUnits());
            update.setLong(2, settlement.actualUnits());
            bindAccount(update, 3, account);
            update.setLong(6, Long.MAX_VALUE - settlement.overrunUnits());
            return update.executeUpdate() == 1;
        }
    }

    static void announce(Connection connection, Account account, BudgetStatus status) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update budget_account set announced = ?" + OF_ACCOUNT)) {
            update.setString(1, status.name());
            bindAccount(update, 2, account);
            update.executeUpdate();
        }
    }

    static void insert(Connection connection, Account account, List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_entry (reservation, step, budget, period_kind, period_start, kind, held, spent,"
                        + " recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : entries) {
                insert.setString(1, entry.reservation().toString());
                insert.setInt(2, step(entry.kind()));
                bindAccount(insert, 3, account);
                insert.setString(6, entry.kind().name());
                insert.setLong(7, entry.heldUnits());
                insert.setLong(8, entry.spentUnits());
                insert.setLong(9, entry.at().toEpochMilli());
                insert.executeUpdate();
            }
        }
    }

    /** The entries with which a reservation ended in an account: the end, then the overrun. */
    static List<Entry> settlements(Connection connection, Account account, ReservationId reservation)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select kind, reservation, held, spent, recorded_at from budget_entry"
                        + " where reservation = ? and step > ? and budget = ? order by step")) {
            select.setString(1, reservation.toString());
            select.setInt(2, STEP_HOLD);
            select.setString(3, account.budget().name());
            return read(select);
        }
    }

    static List<Entry> entries(Connection connection, Account account) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select kind, reservation, held, spent, recorded_at from budget_entry"
                        + OF_ACCOUNT + " order by recorded_at, step, reservation")) {
            bindAccount(select, 1, account);
            return read(select);
        }
    }

    /** One statement, so that account and entries are seen at the same moment. */
    static List<LedgerCheck> check(Connection connection, String budget) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select a.period_kind, a.period_start, a.spent, a.held,"
                        + " (select coalesce(sum(e.spent), 0) from budget_entry e where e.budget = a.budget"
                        + " and e.period_kind = a.period_kind and e.period_start = a.period_start),"
                        + " (select coalesce(sum(e.held), 0) from budget_entry e where e.budget = a.budget"
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
                            new Totals(row.getLong(3), row.getLong(4)),
                            new Totals(
                                    row.getBigDecimal(5).longValueExact(),
                                    row.getBigDecimal(6).longValueExact())));
                }
            }
            return checks;
        }
    }

    private static List<Entry> read(PreparedStatement select) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                entries.add(new Entry(
                        Entry.Kind.valueOf(row.getString(1)),
                        ReservationId.parse(row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        Instant.ofEpochMilli(row.getLong(5))));
            }
        }
        return entries;
    }

    private static int step(Entry.Kind kind) {
        return switch (kind) {
            case HOLD, SETTLEMENT, BROUGHT_FORWARD -> STEP_HOLD;
            case COMMIT, RELEASE, CHARGE -> STEP_END;
            case OVERRUN -> STEP_OVERRUN;
        };
    }

    private static void bindAccount(PreparedStatement statement, int from, Account account) throws SQLException {
        statement.setString(from, account.budget().name());
        statement.setString(from + 1, account.window().period().name());
        statement.setLong(from + 2, account.window().start().toEpochMilli());
    }
}
