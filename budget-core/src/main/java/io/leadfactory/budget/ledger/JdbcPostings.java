package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Threshold;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to accounts in a database, each within a transaction of the caller's. */
final class JdbcPostings {
    /** Ends a transaction in which nothing is to be recorded. */
    static final class NotHeld extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final transient HoldResult result;

        NotHeld(HoldResult result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private JdbcPostings() {}

    /** The row, locked, with everything ended that lasted until now. */
    static AccountRow tend(Connection connection, JdbcAccount row, Instant at) throws SQLException {
        AccountRow state = row.seen(LedgerSql.lock(connection, row));
        if (state.dueMillis() > at.toEpochMilli()) {
            return state;
        }
        List<Entry> entries = new ArrayList<>();
        for (OverrideSql.Lent lent : OverrideSql.lent(connection, row)) {
            if (lent.untilMillis() <= at.toEpochMilli()) {
                OverrideSql.end(connection, row, lent.id(), at);
                entries.add(ended(lent, at, null));
            }
        }
        if (row.window().period().isRolling()) {
            RollingSums sums = RollingSql.sums(connection, row);
            long over = sums.moveTo(at.toEpochMilli(), state.totals().spent());
            RollingSql.store(connection, row, sums);
            if (over > 0) {
                entries.add(new Entry(Entry.Kind.FELL_OUT, ReservationId.random(), 0, -over, at));
            }
        }
        return changed(connection, row, state, entries);
    }

    private static Entry ended(OverrideSql.Lent lent, Instant at, @Nullable Note note) {
        return new Entry(Entry.Kind.OVERRIDE_ENDED, lent.id(), 0, 0, -lent.units(), at, note);
    }

    /** The locked row with these entries, its lines where they belong then, and armed. */
    static AccountRow changed(Connection connection, JdbcAccount row, AccountRow state, List<Entry> entries)
            throws SQLException {
        Totals totals = state.totals();
        for (Entry entry : entries) {
            totals = totals.plus(entry);
        }
        List<OverrideSql.Lent> lent = OverrideSql.lent(connection, row);
        long due = lent.isEmpty() ? Long.MAX_VALUE : lent.get(0).untilMillis();
        if (row.window().period().isRolling()) {
            due = Math.min(due, RollingSql.sums(connection, row).nextMillis());
        }
        AccountRow after = row.seen(state.with(totals).dueAt(due));
        after = after.armed(row.budget());
        LedgerSql.update(connection, row, after);
        EntrySql.insert(connection, row, entries);
        return after;
    }

    static void changeRolling(Connection connection, JdbcAccount row, long spent, long change) throws SQLException {
        if (change != 0 && row.window().period().isRolling()) {
            RollingSums sums = RollingSql.sums(connection, row);
            sums.change(spent, spent + change);
            RollingSql.store(connection, row, sums);
        }
    }

    static List<Entry> adjusted(Connection connection, Adjustment adjustment, JdbcAccount row, Instant at)
            throws SQLException {
        if (adjustment.untilOrNull() != null) {
            OverrideSql.lend(connection, row, adjustment, adjustment.untilOrNull());
        }
        if (adjustment.kind() != Entry.Kind.OVERRIDE_ENDED) {
            return List.of(adjustment.entry(at));
        }
        for (OverrideSql.Lent lent : OverrideSql.lent(connection, row)) {
            if (lent.id().equals(adjustment.id())) {
                OverrideSql.end(connection, row, adjustment.id(), at);
                return List.of(ended(lent, at, adjustment.noteOrNull()));
            }
        }
        return List.of();
    }

    /**
     * If room came in between the update is tried again: a refusal never shows more than was wanted. That once is with the
     * row locked, since in a transaction that repeats its reads (the default of MariaDB and MySQL) a plain look would show the
     * same room for ever.
     */
    static void raiseHeld(Connection connection, JdbcAccount row, long units, Instant at) throws SQLException {
        if (LedgerSql.raiseHeld(connection, row, units, at)) {
            return;
        }
        requireRoom(row, LedgerSql.get(connection, row), units, at);
        requireRoom(row, LedgerSql.lock(connection, row), units, at);
        if (!LedgerSql.raiseHeld(connection, row, units, at)) {
            throw new LedgerException(
                    "cannot reserve from budget \"%s\": its row was locked with room for %s and has none"
                            .formatted(
                                    row.budget().name(),
                                    NanoUnits.toDecimal(units).toPlainString()));
        }
    }

    static void requireRoom(JdbcAccount row, AccountRow state, long units, Instant at) {
        row.seen(state);
        if (state.dueMillis() <= at.toEpochMilli()) {
            throw new NotHeld(new HoldResult.Due(row));
        }
        if (!state.hasRoom(units)) {
            throw new NotHeld(new HoldResult.Lacking(row, state.totals()));
        }
    }

    /** The row is locked by this transaction, so nobody else can announce the same. */
    static Posting announce(Connection connection, JdbcAccount row, AccountRow state, Instant at) throws SQLException {
        long share = row.budget().shareReached(state.totals().exposure());
        if (share <= state.toldShare()) {
            return unchanged(row, state);
        }
        List<Threshold> reached = row.budget().thresholdsBetween(state.toldShare(), share);
        AccountRow told = row.seen(state.toldUpTo(share, state.toldRound()));
        LedgerSql.tell(connection, row, share);
        AlertSql.insert(connection, row, told, reached, at);
        return new Posting(row, state.totals(), reached, state.toldRound());
    }

    static Posting unchanged(JdbcAccount row, AccountRow state) {
        return new Posting(row, state.totals(), List.of(), state.toldRound());
    }

    static boolean isRecorded(Connection connection, JdbcAccount row, Settlement settlement) throws SQLException {
        List<Entry> recorded = EntrySql.settlements(connection, row, settlement.reservation());
        if (recorded.isEmpty()) {
            return false;
        }
        settlement.requireSame(Settlement.of(recorded));
        return true;
    }

    static List<Posting> unchanged(Connection connection, List<Account> accounts) throws SQLException {
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            JdbcAccount row = JdbcAccount.own(account);
            postings.add(unchanged(row, row.seen(LedgerSql.get(connection, row))));
        }
        return postings;
    }
}
