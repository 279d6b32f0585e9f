package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The statements of a ledger in a database: plain SQL, amounts in nano-units, instants in milliseconds since 1970. */
final class LedgerSql {
    static final int COLUMNS_OF_ROW = 9;

    /** The columns of an {@link AccountRow}. */
    static final String ROW =
            "spent, held, allowance, limit_units, stop_share, stop_units, told_share, told_round, due_at";

    private static final int STEP_HOLD = 0;
    private static final int STEP_END = 1;
    private static final int STEP_OVERRUN = 2;

    private static final String OF_ACCOUNT = " where budget = ? and period_kind = ? and period_start = ?";

    private static final String SELECT = "select " + ROW + " from budget_account" + OF_ACCOUNT;

    private static final String ENTRY =
            "select kind, reservation, held, spent, allowance, recorded_at, author, reason from budget_entry";

    private static final String IN_ORDER = " order by recorded_at, step, reservation";

    /** What lies after an entry in that order, said so that every database finds the place in the index. */
    private static final String AFTER =
            " and recorded_at >= ? and (recorded_at > ? or step > ?" + " or (step = ? and reservation > ?))";

    static final String FIRST_PAGE = ENTRY + OF_ACCOUNT + IN_ORDER + " limit ?";
    static final String NEXT_PAGE = ENTRY + OF_ACCOUNT + AFTER + IN_ORDER + " limit ?";

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

    static void lend(Connection connection, Account account, Adjustment override, Instant until) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into budget_override (budget, period_kind, period_start,"
                        + " override_id, units, until_at) values (?, ?, ?, ?, ?, ?)")) {
            bindAccount(insert, 1, account);
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
                + " budget_override" + OF_ACCOUNT + " and ended_at is null order by until_at, override_id")) {
            bindAccount(select, 1, account);
            List<Lent> lent = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lent.add(new Lent(ReservationId.parse(row.getString(1)), row.getLong(2), row.getLong(3)));
                }
            }
            return lent;
        }
    }

    static RollingSums rollingSums(Connection connection, Account account) throws SQLException {
        RollingSums sums = new RollingSums(account.window().period());
        try (PreparedStatement select =
                connection.prepareStatement("select step, units from budget_rolling" + OF_ACCOUNT)) {
            bindAccount(select, 1, account);
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
        try (PreparedStatement delete = connection.prepareStatement("delete from budget_rolling" + OF_ACCOUNT)) {
            bindAccount(delete, 1, account);
            delete.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_rolling (budget, period_kind, period_start, step, units) values (?, ?, ?, ?, ?)")) {
            bindAccount(insert, 1, account);
            for (Map.Entry<Long, Long> sum : sums.sums().entrySet()) {
                insert.setLong(4, sum.getKey());
                insert.setLong(5, sum.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static void endOverride(Connection connection, Account account, ReservationId id, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update budget_override set ended_at = ?" + OF_ACCOUNT + " and override_id = ?")) {
            update.setLong(1, at.toEpochMilli());
            bindAccount(update, 2, account);
            update.setString(5, id.toString());
            update.executeUpdate();
        }
    }

    static void insert(Connection connection, Account account, List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_entry (reservation, step, budget, period_kind, period_start, kind, held, spent,"
                        + " allowance, recorded_at, author, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : entries) {
                insert.setString(1, entry.reservation().toString());
                insert.setInt(2, step(entry.kind()));
                bindAccount(insert, 3, account);
                insert.setString(6, entry.kind().name());
                insert.setLong(7, entry.heldUnits());
                insert.setLong(8, entry.spentUnits());
                insert.setLong(9, entry.allowanceUnits());
                insert.setLong(10, entry.at().toEpochMilli());
                Note note = entry.noteOrNull();
                insert.setString(11, note == null ? null : note.author());
                insert.setString(12, note == null ? null : note.reason());
                insert.executeUpdate();
            }
        }
    }

    /** Whether an account has an entry of that kind and id. */
    static boolean has(Connection connection, Account account, Entry.Kind kind, ReservationId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select 1 from budget_entry where reservation = ? and step = ? and budget = ?")) {
            select.setString(1, id.toString());
            select.setInt(2, step(kind));
            select.setString(3, account.budget().name());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Where a reservation is held. */
    record Held(String budget, String periodKind, Instant periodStart, long units) {}

    /** Where a reservation is, or was, held, by the names of the budgets. */
    static List<Held> holds(Connection connection, ReservationId reservation) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select budget, period_kind, period_start, held from budget_entry"
                        + " where reservation = ? and step = ? order by budget")) {
            select.setString(1, reservation.toString());
            select.setInt(2, STEP_HOLD);
            List<Held> holds = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    holds.add(new Held(
                            row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getLong(4)));
                }
            }
            return holds;
        }
    }

    /** The entries with which a reservation ended in an account: the end, then the overrun. */
    static List<Entry> settlements(Connection connection, Account account, ReservationId reservation)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                ENTRY + " where reservation = ? and step > ? and budget = ? order by step")) {
            select.setString(1, reservation.toString());
            select.setInt(2, STEP_HOLD);
            select.setString(3, account.budget().name());
            return read(select);
        }
    }

    static List<Entry> entries(Connection connection, Account account) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ENTRY + OF_ACCOUNT + IN_ORDER)) {
            bindAccount(select, 1, account);
            return read(select);
        }
    }

    static List<Entry> page(Connection connection, Account account, @Nullable Entry after, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(after == null ? FIRST_PAGE : NEXT_PAGE)) {
            bindPage(select, account, after, most);
            return read(select);
        }
    }

    static void bindPage(PreparedStatement select, Account account, @Nullable Entry after, int most)
            throws SQLException {
        bindAccount(select, 1, account);
        int at = 4;
        if (after != null) {
            long millis = after.at().toEpochMilli();
            select.setLong(at, millis);
            select.setLong(at + 1, millis);
            select.setInt(at + 2, step(after.kind()));
            select.setInt(at + 3, step(after.kind()));
            select.setString(at + 4, after.reservation().toString());
            at += 5;
        }
        select.setInt(at, most);
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

    private static List<Entry> read(PreparedStatement select) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String author = row.getString(7);
                entries.add(new Entry(
                        Entry.Kind.valueOf(row.getString(1)),
                        ReservationId.parse(row.getString(2)),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        Instant.ofEpochMilli(row.getLong(6)),
                        author == null ? null : new Note(author, row.getString(8))));
            }
        }
        return entries;
    }

    static int step(Entry.Kind kind) {
        return switch (kind) {
            case COMMIT, RELEASE, CHARGE, OVERRIDE_ENDED -> STEP_END;
            case OVERRUN -> STEP_OVERRUN;
            default -> STEP_HOLD;
        };
    }

    static void bindAccount(PreparedStatement statement, int from, Account account) throws SQLException {
        statement.setString(from, account.budget().name());
        statement.setString(from + 1, account.window().period().name());
        statement.setLong(from + 2, account.window().start().toEpochMilli());
    }
}
