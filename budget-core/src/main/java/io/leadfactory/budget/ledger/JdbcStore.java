package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

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
    private record Row(JdbcStore store, Budget budget, Window window) implements Account {
        @Override
        public Totals totals() {
            return store.totals(this);
        }
    }

    /** Ends a transaction in which nothing is to be recorded. */
    private static final class TooLittleRoom extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient HoldResult.Lacking result;

        TooLittleRoom(HoldResult.Lacking result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

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
        boolean isThere = transactions.commit(wanted, connection -> LedgerSql.find(connection, row) != null);
        if (!isThere) {
            transactions.commit(wanted, connection -> {
                try {
                    LedgerSql.seed(connection, row);
                } catch (SQLException failed) {
                    // Another process was faster, which is as good.
                    if (!SqlFailure.isDuplicateKey(failed)) {
                        throw failed;
                    }
                    connection.rollback();
                }
                return true;
            });
        }
        return row;
    }

    @Override
    public Optional<Grant> grant(Account account) {
        return Optional.empty();
    }

    @Override
    public HoldResult hold(ReservationId reservation, List<Account> accounts, long units, Instant at) {
        Entry entry = new Entry(Entry.Kind.HOLD, reservation, units, 0, at);
        try {
            return transactions.commit("reserve from " + names(accounts), connection -> {
                List<Posting> postings = new ArrayList<>(accounts.size());
                for (Account account : accounts) {
                    raiseHeld(connection, account, units);
                    LedgerSql.State state = LedgerSql.get(connection, account);
                    LedgerSql.insert(connection, account, List.of(entry));
                    postings.add(announce(connection, account, state));
                }
                return new HoldResult.Held(reservation, postings);
            });
        } catch (TooLittleRoom refused) {
            return refused.result;
        }
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
                // Before the entries, whose foreign key takes a shared lock on the row that two could not both raise.
                boolean isSettled = LedgerSql.settle(connection, account, settlement);
                LedgerSql.State state = LedgerSql.get(connection, account);
                if (!isSettled) {
                    throw settlement.tooLargeFor(account);
                }
                LedgerSql.insert(connection, account, entries);
                postings.add(announce(connection, account, state));
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
        return transactions.commit(
                "read budget \"%s\"".formatted(row.budget().name()),
                connection -> LedgerSql.get(connection, row).totals());
    }

    /**
     * If room came in between the update is tried again: a refusal never shows more than was wanted. That once is with the
     * row locked, since in a transaction that repeats its reads (the default of MariaDB and MySQL) a plain look would show the
     * same room for ever.
     */
    private static void raiseHeld(Connection connection, Account account, long units) throws SQLException {
        if (LedgerSql.raiseHeld(connection, account, units)) {
            return;
        }
        requireRoom(account, LedgerSql.get(connection, account).totals(), units);
        requireRoom(account, LedgerSql.lock(connection, account).totals(), units);
        if (!LedgerSql.raiseHeld(connection, account, units)) {
            throw new LedgerException(
                    "cannot reserve from budget \"%s\": its row was locked with room for %s and has none"
                            .formatted(
                                    account.budget().name(),
                                    NanoUnits.toDecimal(units).toPlainString()));
        }
    }

    private static void requireRoom(Account account, Totals totals, long units) {
        if (totals.exposure() > account.budget().stopUnits() - units) {
            throw new TooLittleRoom(new HoldResult.Lacking(account, totals));
        }
    }

    /** The row is locked by this transaction, so nobody else can announce the same. */
    private static Posting announce(Connection connection, Account account, LedgerSql.State state) throws SQLException {
        BudgetStatus reached = account.budget().statusOf(state.totals().exposure());
        if (state.announced().isAtLeast(reached)) {
            return new Posting(account, state.totals(), state.announced(), state.announced());
        }
        LedgerSql.announce(connection, account, reached);
        return new Posting(account, state.totals(), state.announced(), reached);
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
            LedgerSql.State state = LedgerSql.get(connection, account);
            postings.add(new Posting(account, state.totals(), state.announced(), state.announced()));
        }
        return postings;
    }

    private static String names(List<Account> accounts) {
        return accounts.size() == 1
                ? "budget \"%s\"".formatted(accounts.get(0).budget().name())
                : "budgets "
                        + accounts.stream()
                                .map(each -> "\"" + each.budget().name() + "\"")
                                .toList();
    }
}
