package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Threshold;
import io.leadfactory.budget.plan.Window;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in a database. Thread-safe.
 *
 * <p>The database is the authority: the update that raises what is held carries the stop line in its predicate, and the
 * row's lock makes the next one look again, so READ COMMITTED is enough, and nothing stricter does harm. Rows are made beforehand in a transaction of
 * their own, since two first holds that both insert would wait for each other. Several accounts are taken in the order
 * of their names, so that holds queue instead of locking crosswise.
 *
 * <p>Should the process die before a commit, nothing was recorded; after it, the hold stays counted. Should only the
 * answer to a commit be lost, a hold stays counted, and a settlement that is sent again finds its own entries.
 */
final class JdbcStore implements BudgetStore {
    /** An account, with the definition that this process knows, and the limit that the row said last. */
    private static final class Row implements Account {
        private final JdbcStore store;
        private final Budget definition;
        private final Window window;
        private volatile Budget budget;
        private volatile long dueMillis = Long.MAX_VALUE;

        Row(JdbcStore store, Budget definition, Window window) {
            this.store = store;
            this.definition = definition;
            this.budget = definition;
            this.window = window;
        }

        /** Takes over what a transaction saw in the row. */
        AccountRow seen(AccountRow row) {
            long limit = row.limitUnits() + row.totals().allowance();
            if (limit != budget.limitUnits()) {
                budget = definition.withLimitUnits(limit);
            }
            dueMillis = row.dueMillis();
            return row;
        }

        @Override
        public Budget budget() {
            return budget;
        }

        @Override
        public Window window() {
            return window;
        }

        @Override
        public long dueMillis() {
            return dueMillis;
        }

        @Override
        public Totals totals() {
            return store.totals(this);
        }
    }

    /** Ends a transaction in which nothing is to be recorded. */
    private static final class NotHeld extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient HoldResult result;

        NotHeld(HoldResult result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private static final SecureRandom IDS = new SecureRandom();

    private final Transactions transactions;

    JdbcStore(DataSource dataSource) {
        if (dataSource == null) {
            throw new IllegalArgumentException("dataSource must not be null");
        }
        this.transactions = new Transactions(dataSource);
    }

    @Override
    public Account open(Budget budget, Window window) {
        Row row = new Row(this, budget, window);
        String wanted = "open the account of budget \"%s\"".formatted(budget.name());
        seed(wanted, row, before -> before.withDefinition(budget), window.start());
        transactions.commit(wanted, connection -> {
            if (row.seen(LedgerSql.get(connection, row)).isDefinedAs(budget)) {
                return true;
            }
            AccountRow defined = LedgerSql.lock(connection, row).withDefinition(budget);
            LedgerSql.update(connection, row, row.seen(defined).armed(row.budget()));
            return true;
        });
        return row;
    }

    @Override
    public Account follow(Account over, Window window, Instant at) {
        Row last = own(over);
        Row row = new Row(this, last.definition, window);
        String wanted = "open the next account of budget \"%s\"".formatted(last.definition.name());
        seed(wanted, row, before -> before, at);
        transactions.commit(wanted, connection -> row.seen(LedgerSql.get(connection, row)));
        return row;
    }

    private void seed(String wanted, Row row, UnaryOperator<AccountRow> inheritance, Instant at) {
        boolean isThere = transactions.commit(wanted, connection -> LedgerSql.find(connection, row) != null);
        if (isThere) {
            return;
        }
        transactions.commit(wanted, connection -> {
            AccountRow fresh = fresh(connection, row, inheritance);
            try {
                LedgerSql.seed(connection, row, fresh);
            } catch (SQLException failed) {
                // Another process was faster, which is as good.
                if (!SqlFailure.isDuplicateKey(failed)) {
                    throw failed;
                }
                connection.rollback();
                return false;
            }
            if (fresh.totals().allowance() > 0) {
                LedgerSql.insert(connection, row, List.of(carriedOver(fresh, at)));
            }
            return true;
        });
    }

    private static Entry carriedOver(AccountRow fresh, Instant at) {
        ReservationId id = new ReservationId(IDS.nextLong(), IDS.nextLong());
        return new Entry(Entry.Kind.CARRY_OVER, id, 0, 0, fresh.totals().allowance(), at, null);
    }

    private AccountRow fresh(Connection connection, Row row, UnaryOperator<AccountRow> inheritance)
            throws SQLException {
        OptionalLong start = LedgerSql.before(connection, row);
        if (start.isEmpty()) {
            return AccountRow.of(row.definition);
        }
        Row last = new Row(this, row.definition, row.definition.windowAt(Instant.ofEpochMilli(start.getAsLong())));
        AccountRow before = LedgerSql.get(connection, last);
        long lent = LedgerSql.lent(connection, last).stream()
                .mapToLong(LedgerSql.Lent::units)
                .sum();
        long limit = before.limitUnits() + before.totals().allowance() - lent;
        boolean isNext =
                last.window().end().filter(row.window().start()::equals).isPresent();
        // Nothing happened in the periods between: the last of them left all of it.
        long unused = isNext ? limit - before.totals().exposure() : before.limitUnits();
        long carried = Math.max(0, Math.min(unused, row.definition.carryOverUnits()));
        AccountRow applies = inheritance.apply(before);
        return AccountRow.inheriting(applies, carried);
    }

    @Override
    public Posting tend(Account account, Instant at) {
        Row row = own(account);
        return transactions.commit("tend " + names(List.of(account)), connection -> {
            AccountRow state = LedgerSql.lock(connection, row);
            if (state.dueMillis() <= at.toEpochMilli()) {
                List<Entry> ended = new ArrayList<>();
                for (LedgerSql.Lent lent : LedgerSql.lent(connection, row)) {
                    if (lent.untilMillis() <= at.toEpochMilli()) {
                        LedgerSql.endOverride(connection, row, lent.id(), at);
                        ended.add(ended(lent, at, null));
                    }
                }
                state = changed(connection, row, state, ended);
            }
            return announce(connection, row, state, at);
        });
    }

    private static Entry ended(LedgerSql.Lent lent, Instant at, @Nullable Note note) {
        return new Entry(Entry.Kind.OVERRIDE_ENDED, lent.id(), 0, 0, -lent.units(), at, note);
    }

    /** The locked row with these entries, its lines where they belong then, and armed. */
    private static AccountRow changed(Connection connection, Row row, AccountRow state, List<Entry> entries)
            throws SQLException {
        Totals totals = state.totals();
        for (Entry entry : entries) {
            totals = totals.plus(entry);
        }
        List<LedgerSql.Lent> lent = LedgerSql.lent(connection, row);
        long due = lent.isEmpty() ? Long.MAX_VALUE : lent.get(0).untilMillis();
        AccountRow after = row.seen(state.with(totals).dueAt(due));
        after = after.armed(row.budget());
        LedgerSql.update(connection, row, after);
        LedgerSql.insert(connection, row, entries);
        return after;
    }

    @Override
    public List<Posting> adjust(Adjustment adjustment, List<Account> accounts, Instant at) {
        String wanted = "record %s %s in %s".formatted(adjustment.kind(), adjustment.id(), names(accounts));
        return transactions.commit(wanted, connection -> {
            List<Posting> postings = new ArrayList<>(accounts.size());
            for (Account account : accounts) {
                Row row = own(account);
                AccountRow state = row.seen(LedgerSql.lock(connection, row));
                if (LedgerSql.has(connection, row, adjustment.kind(), adjustment.id())) {
                    postings.add(unchanged(row, state));
                } else {
                    adjustment.requireFits(row, state.totals());
                    List<Entry> entries = adjusted(connection, adjustment, row, at);
                    postings.add(announce(connection, row, changed(connection, row, state, entries), at));
                }
            }
            return postings;
        });
    }

    private static List<Entry> adjusted(Connection connection, Adjustment adjustment, Row row, Instant at)
            throws SQLException {
        if (adjustment.untilOrNull() != null) {
            LedgerSql.lend(connection, row, adjustment, adjustment.untilOrNull());
        }
        if (adjustment.kind() != Entry.Kind.OVERRIDE_ENDED) {
            return List.of(adjustment.entry(at));
        }
        for (LedgerSql.Lent lent : LedgerSql.lent(connection, row)) {
            if (lent.id().equals(adjustment.id())) {
                LedgerSql.endOverride(connection, row, adjustment.id(), at);
                return List.of(ended(lent, at, adjustment.noteOrNull()));
            }
        }
        return List.of();
    }

    @Override
    public Optional<Grant> grant(Account account) {
        return Optional.empty();
    }

    @Override
    public HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        return hold(new Entry(Entry.Kind.HOLD, reservation, units, 0, at), accounts);
    }

    /** Sets aside what the entry says in all accounts, if all have room. */
    HoldResult hold(Entry entry, List<Account> accounts) {
        long units = entry.heldUnits();
        Instant at = entry.at();
        try {
            return transactions.commit("reserve from " + names(accounts), connection -> {
                List<Posting> postings = new ArrayList<>(accounts.size());
                for (Account account : accounts) {
                    Row row = own(account);
                    raiseHeld(connection, row, units, at);
                    AccountRow state = row.seen(LedgerSql.get(connection, row));
                    LedgerSql.insert(connection, row, List.of(entry));
                    postings.add(announce(connection, row, state, at));
                }
                return new HoldResult.Held(entry.reservation(), postings);
            });
        } catch (NotHeld refused) {
            return refused.result;
        }
    }

    /** Sets aside what the entry says, whether there is room or not; the same again is not recorded twice. */
    Posting force(Entry entry, Account account) {
        Row row = own(account);
        return transactions.commit("record %s in %s".formatted(entry.kind(), names(List.of(account))), connection -> {
            AccountRow state = row.seen(LedgerSql.lock(connection, row));
            if (LedgerSql.has(connection, row, entry.kind(), entry.reservation())) {
                return unchanged(row, state);
            }
            if (entry.heldUnits() > Long.MAX_VALUE - state.totals().exposure()) {
                throw new LedgerException("cannot record %s in budget \"%s\": the account would pass %s"
                        .formatted(
                                NanoUnits.toDecimal(entry.heldUnits()).toPlainString(),
                                row.budget().name(),
                                NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString()));
            }
            return announce(connection, row, changed(connection, row, state, List.of(entry)), entry.at());
        });
    }

    /**
     * Ends a hold of which nobody knows whether it was recorded, and which nobody will ever use. A transaction that is still under
     * way has the rows locked, so what is seen here is how it ended.
     */
    List<Posting> undo(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        Settlement release = new Settlement(Entry.Kind.RELEASE, reservation, units, 0);
        return transactions.commit("undo reservation %s in %s".formatted(reservation, names(accounts)), connection -> {
            List<Posting> postings = new ArrayList<>(accounts.size());
            for (Account account : accounts) {
                Row row = own(account);
                AccountRow state = row.seen(LedgerSql.lock(connection, row));
                boolean isHeld = LedgerSql.has(connection, row, Entry.Kind.HOLD, reservation)
                        && LedgerSql.settlements(connection, row, reservation).isEmpty();
                if (isHeld && LedgerSql.settle(connection, row, release)) {
                    LedgerSql.insert(connection, row, release.entries(at));
                    state = LedgerSql.get(connection, row);
                }
                postings.add(unchanged(row, state));
            }
            return postings;
        });
    }

    /** The account that follows another, for a time in which the ledger cannot be asked for it. */
    Account unopened(Account over, Window window) {
        return new Row(this, own(over).definition, window);
    }

    /** Fails unless the database can be asked. */
    void probe() {
        transactions.commit("reach the ledger", LedgerSql::probe);
    }

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        String wanted = "settle reservation %s in %s".formatted(settlement.reservation(), names(accounts));
        List<Entry> entries = settlement.entries(at);
        return transactions.commit(wanted, connection -> {
            if (isRecorded(LedgerSql.settlements(connection, accounts.get(0), settlement.reservation()), settlement)) {
                return unchanged(connection, accounts);
            }
            List<Posting> postings = new ArrayList<>(accounts.size());
            for (Account account : accounts) {
                Row row = own(account);
                // Before the entries, whose foreign key takes a shared lock on the row that two could not both raise.
                boolean isSettled = LedgerSql.settle(connection, row, settlement);
                AccountRow state = row.seen(LedgerSql.get(connection, row));
                if (!isSettled) {
                    throw settlement.tooLargeFor(row);
                }
                LedgerSql.insert(connection, row, entries);
                postings.add(announce(connection, row, state, at));
            }
            return postings;
        });
    }

    @Override
    public List<Entry> entries(Account account) {
        return transactions.commit(
                "read the entries of " + names(List.of(account)), connection -> LedgerSql.entries(connection, account));
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return transactions.commit(
                "check the ledger of budget \"%s\"".formatted(budget),
                connection -> LedgerSql.check(connection, budget));
    }

    private Totals totals(Row row) {
        return transactions
                .commit(
                        "read budget \"%s\"".formatted(row.budget().name()),
                        connection -> row.seen(LedgerSql.get(connection, row)))
                .totals();
    }

    /**
     * If room came in between the update is tried again: a refusal never shows more than was wanted. That once is with the
     * row locked, since in a transaction that repeats its reads (the default of MariaDB and MySQL) a plain look would show the
     * same room for ever.
     */
    private static void raiseHeld(Connection connection, Row row, long units, Instant at) throws SQLException {
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

    private static void requireRoom(Row row, AccountRow state, long units, Instant at) {
        row.seen(state);
        if (state.dueMillis() <= at.toEpochMilli()) {
            throw new NotHeld(new HoldResult.Due(row));
        }
        if (!state.hasRoom(units)) {
            throw new NotHeld(new HoldResult.Lacking(row, state.totals()));
        }
    }

    /** The row is locked by this transaction, so nobody else can announce the same. */
    private static Posting announce(Connection connection, Row row, AccountRow state, Instant at) throws SQLException {
        long share = row.budget().shareReached(state.totals().exposure());
        if (share <= state.toldShare()) {
            return unchanged(row, state);
        }
        List<Threshold> reached = row.budget().thresholdsBetween(state.toldShare(), share);
        LedgerSql.announce(connection, row, state.toldUpTo(share, state.toldRound()), reached, at);
        return new Posting(row, state.totals(), reached, state.toldRound());
    }

    private static Posting unchanged(Row row, AccountRow state) {
        return new Posting(row, state.totals(), List.of(), state.toldRound());
    }

    private static boolean isRecorded(List<Entry> recorded, Settlement settlement) {
        if (recorded.isEmpty()) {
            return false;
        }
        long cost = recorded.stream().mapToLong(Entry::spentUnits).sum();
        boolean isSame = recorded.get(0).kind() == settlement.kind() && cost == settlement.actualUnits();
        if (!isSame) {
            throw new LedgerException("cannot end reservation %s as %s of %s: the ledger has it as %s of %s already"
                    .formatted(
                            settlement.reservation(),
                            settlement.kind(),
                            NanoUnits.toDecimal(settlement.actualUnits()).toPlainString(),
                            recorded.get(0).kind(),
                            NanoUnits.toDecimal(cost).toPlainString()));
        }
        return true;
    }

    private static List<Posting> unchanged(Connection connection, List<Account> accounts) throws SQLException {
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            Row row = own(account);
            postings.add(unchanged(row, row.seen(LedgerSql.get(connection, row))));
        }
        return postings;
    }

    private static Row own(Account account) {
        if (account instanceof Row own) {
            return own;
        }
        throw new IllegalArgumentException("account of budget \"%s\" must be opened in the store that is asked: %s"
                .formatted(account.budget().name(), account.getClass().getSimpleName()));
    }

    static String names(List<? extends Account> accounts) {
        return accounts.size() == 1
                ? "budget \"%s\"".formatted(accounts.get(0).budget().name())
                : "budgets "
                        + accounts.stream()
                                .map(each -> "\"" + each.budget().name() + "\"")
                                .toList();
    }
}
