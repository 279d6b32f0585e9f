package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements of {@code budget_entry}. An entry's key is the id of what it is of, and its step: the beginning, the end, an overrun. */
final class EntrySql {
    private static final int STEP_HOLD = 0;
    private static final int STEP_END = 1;
    private static final int STEP_OVERRUN = 2;

    private static final String ENTRY =
            "select kind, reservation, held, spent, allowance, recorded_at, author, reason from budget_entry";

    private static final String IN_ORDER = " order by recorded_at, step, reservation";

    /** What lies after an entry in that order, said so that every database finds the place in the index. */
    private static final String AFTER =
            " and recorded_at >= ? and (recorded_at > ? or step > ?" + " or (step = ? and reservation > ?))";

    static final String FIRST_PAGE = ENTRY + LedgerSql.OF_ACCOUNT + IN_ORDER + " limit ?";
    static final String NEXT_PAGE = ENTRY + LedgerSql.OF_ACCOUNT + AFTER + IN_ORDER + " limit ?";

    private EntrySql() {}

    static void insert(Connection connection, Account account, List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into budget_entry (reservation, step, budget, period_kind, period_start, kind, held, spent,"
                        + " allowance, recorded_at, author, reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : entries) {
                insert.setString(1, entry.reservation().toString());
                insert.setInt(2, step(entry.kind()));
                LedgerSql.bindAccount(insert, 3, account);
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
        try (PreparedStatement select = connection.prepareStatement(ENTRY + LedgerSql.OF_ACCOUNT + IN_ORDER)) {
            LedgerSql.bindAccount(select, 1, account);
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
        LedgerSql.bindAccount(select, 1, account);
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
}
