package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * answer to a commit be lost, a hold stays counted, and a settlement that is sent again finds its own entries. A hold or a
 * change with a key is recorded together with the key, so that one that is sent again finds the first.
 */
final class JdbcStore implements BudgetStore {
    private final Transactions transactions;
    private final JdbcAccounts opened;
    private final JdbcRequests requests;
    private final OneStatement oneStatement;

    JdbcStore(DataSource dataSource) {
        if (dataSource == null) {
            throw new IllegalArgumentException("dataSource must not be null");
        }
        this.transactions = new Transactions(dataSource);
        this.opened = new JdbcAccounts(this, transactions);
        this.requests = new JdbcRequests(this, transactions);
        this.oneStatement = new OneStatement(transactions);
    }

    @Override
    public Account open(Budget budget, Window window) {
        return opened.open(budget, window);
    }

    @Override
    public Optional<Account> find(Budget budget, Window window) {
        return opened.find(budget, window);
    }

    @Override
    public Account follow(Account over, Window window, Instant at) {
        return opened.follow(JdbcAccount.own(over), window, at);
    }

    /** The account that follows another, for a time in which the ledger cannot be asked for it. */
    Account unopened(Account over, Window window) {
        return new JdbcAccount(this, JdbcAccount.own(over).definition, window);
    }

    @Override
    public Posting tend(Account account, Instant at) {
        JdbcAccount row = JdbcAccount.own(account);
        return transactions.commit(
                "tend " + names(List.of(account)),
                connection -> JdbcPostings.announce(connection, row, JdbcPostings.tend(connection, row, at), at));
    }

    @Override
    public List<Posting> adjust(Adjustment adjustment, List<Account> accounts, Instant at) {
        String wanted = "record %s %s in %s".formatted(adjustment.kind(), adjustment.id(), names(accounts));
        RequestKey key = adjustment.keyOrNull();
        List<Posting> recorded = transactions.commit(wanted, connection -> {
            List<Posting> postings = new ArrayList<>(accounts.size());
            if (key != null && RequestSql.claim(connection, key, adjustment.id(), at) != null) {
                return postings;
            }
            for (Account account : accounts) {
                JdbcAccount row = JdbcAccount.own(account);
                AccountRow state = row.window().period().isRolling()
                        ? JdbcPostings.tend(connection, row, at)
                        : row.seen(LedgerSql.lock(connection, row));
                if (EntrySql.has(connection, row, adjustment.kind(), adjustment.id())) {
                    postings.add(JdbcPostings.unchanged(row, state));
                } else {
                    adjustment.requireFits(row, state.totals());
                    JdbcPostings.changeRolling(connection, row, state.totals().spent(), adjustment.spentUnits());
                    List<Entry> entries = JdbcPostings.adjusted(connection, adjustment, row, at);
                    postings.add(JdbcPostings.announce(
                            connection, row, JdbcPostings.changed(connection, row, state, entries), at));
                }
            }
            return postings;
        });
        if (key != null) {
            requests.forgetExpired(at);
        }
        return recorded;
    }

    @Override
    public Optional<KeyedChange> recorded(RequestKey key, List<Account> accounts, Instant at) {
        return requests.recorded(key, accounts, at);
    }

    @Override
    public Optional<Grant> grant(Account account) {
        return Optional.empty();
    }

    @Override
    public HoldResult hold(HoldRequest request, List<Account> accounts) {
        RequestKey key = request.keyOrNull();
        Entry entry = new Entry(Entry.Kind.HOLD, request.reservation(), request.units(), 0, request.at());
        HoldResult result = hold(entry, key, accounts);
        if (key != null) {
            requests.forgetExpired(request.at());
        }
        return result;
    }

    /** Sets aside what the entry says in all accounts, if all have room. */
    HoldResult hold(Entry entry, List<Account> accounts) {
        return hold(entry, null, accounts);
    }

    private HoldResult hold(Entry entry, @Nullable RequestKey key, List<Account> accounts) {
        ReservationId reservation = entry.reservation();
        long units = entry.heldUnits();
        Instant at = entry.at();
        String wanted = "reserve from " + names(accounts);
        try {
            List<Posting> posted = key == null && entry.kind() == Entry.Kind.HOLD
                    ? oneStatement.post(wanted, accounts, entry)
                    : List.of();
            if (!posted.isEmpty()) {
                return new HoldResult.Held(reservation, posted);
            }
            return transactions.commit(wanted, connection -> {
                // Before any account, so that those who have the same key wait for each other with no row in their
                // hands.
                RequestSql.Recorded before = key == null ? null : RequestSql.claim(connection, key, reservation, at);
                if (before != null) {
                    return requests.repeated(connection, before, accounts);
                }
                List<Posting> postings = new ArrayList<>(accounts.size());
                for (Account account : accounts) {
                    JdbcAccount row = JdbcAccount.own(account);
                    JdbcPostings.raiseHeld(connection, row, units, at);
                    AccountRow state = row.seen(LedgerSql.get(connection, row));
                    EntrySql.insert(connection, row, List.of(entry));
                    postings.add(JdbcPostings.announce(connection, row, state, at));
                }
                return new HoldResult.Held(entry.reservation(), postings);
            });
        } catch (JdbcPostings.NotHeld refused) {
            return refused.result;
        }
    }

    @Override
    public Optional<Settlement> ended(ReservationId reservation, List<Account> accounts) {
        return transactions.commit("read how reservation %s ended".formatted(reservation), connection -> {
            List<Entry> end = EntrySql.settlements(connection, accounts.get(0), reservation);
            return end.isEmpty() ? Optional.empty() : Optional.of(Settlement.of(end));
        });
    }

    @Override
    public Outlook foresee(Account account, Instant at) {
        JdbcAccount row = JdbcAccount.own(account);
        return transactions.commit("read budget \"%s\"".formatted(row.budget().name()), connection -> {
            AccountRow now = row.window().period().isRolling()
                    ? JdbcPostings.tend(connection, row, at)
                    : row.seen(LedgerSql.get(connection, row));
            long ending = OverrideSql.lent(connection, row).stream()
                    .filter(lent -> lent.untilMillis() <= at.toEpochMilli())
                    .mapToLong(OverrideSql.Lent::units)
                    .sum();
            return Outlook.of(row.definition, now.limitUnits(), now.totals(), ending);
        });
    }

    /** Sets aside what the entry says, whether there is room or not; the same again is not recorded twice. */
    Posting force(Entry entry, Account account) {
        JdbcAccount row = JdbcAccount.own(account);
        return transactions.commit("record %s in %s".formatted(entry.kind(), names(List.of(account))), connection -> {
            AccountRow state = row.seen(LedgerSql.lock(connection, row));
            if (EntrySql.has(connection, row, entry.kind(), entry.reservation())) {
                return JdbcPostings.unchanged(row, state);
            }
            if (entry.heldUnits() > Long.MAX_VALUE - state.totals().exposure()) {
                throw new LedgerException("cannot record %s in budget \"%s\": the account would pass %s"
                        .formatted(
                                NanoUnits.toDecimal(entry.heldUnits()).toPlainString(),
                                row.budget().name(),
                                NanoUnits.toDecimal(Long.MAX_VALUE).toPlainString()));
            }
            return JdbcPostings.announce(
                    connection, row, JdbcPostings.changed(connection, row, state, List.of(entry)), entry.at());
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
                JdbcAccount row = JdbcAccount.own(account);
                AccountRow state = row.seen(LedgerSql.lock(connection, row));
                boolean isHeld = EntrySql.has(connection, row, Entry.Kind.HOLD, reservation)
                        && EntrySql.settlements(connection, row, reservation).isEmpty();
                if (isHeld && LedgerSql.settle(connection, row, release)) {
                    EntrySql.insert(connection, row, release.entries(at));
                    state = LedgerSql.get(connection, row);
                }
                postings.add(JdbcPostings.unchanged(row, state));
            }
            return postings;
        });
    }

    /** Fails unless the database can be asked. */
    void probe() {
        transactions.commit("reach the ledger", LedgerSql::probe);
    }

    @Override
    public List<Posting> settle(Settlement settlement, List<Account> accounts, Instant at) {
        String wanted = "settle reservation %s in %s".formatted(settlement.reservation(), names(accounts));
        List<Entry> entries = settlement.entries(at);
        // What is spent in a rolling period must count in its own step, which must have begun by then.
        if (entries.size() == 1
                && accounts.stream().noneMatch(each -> each.window().period().isRolling())) {
            List<Posting> posted = oneStatement.post(wanted, accounts, entries.get(0));
            if (!posted.isEmpty()) {
                return posted;
            }
        }
        return transactions.commit(wanted, connection -> {
            try {
                return settled(connection, settlement, accounts, at);
            } catch (SQLException failed) {
                // The key of its entry: it is sent again, or another owner of the same hold was faster.
                if (!SqlFailure.isDuplicateKey(failed)) {
                    throw failed;
                }
                connection.rollback();
                if (!JdbcPostings.isRecorded(connection, JdbcAccount.own(accounts.get(0)), settlement)) {
                    throw failed;
                }
                return JdbcPostings.unchanged(connection, accounts);
            }
        });
    }

    private static List<Posting> settled(
            Connection connection, Settlement settlement, List<Account> accounts, Instant at) throws SQLException {
        List<Posting> postings = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            JdbcAccount row = JdbcAccount.own(account);
            if (row.window().period().isRolling()) {
                // So that it counts in its own step.
                JdbcPostings.tend(connection, row, at);
            }
            // Before the entries, whose foreign key takes a shared lock on the row that two could not both raise.
            boolean isSettled = LedgerSql.settle(connection, row, settlement);
            if (!isSettled && JdbcPostings.isRecorded(connection, row, settlement)) {
                connection.rollback();
                return JdbcPostings.unchanged(connection, accounts);
            }
            AccountRow state = row.seen(LedgerSql.get(connection, row));
            if (!isSettled) {
                throw settlement.refusedBy(row, state.totals());
            }
            EntrySql.insert(connection, row, settlement.entries(at));
            postings.add(JdbcPostings.announce(connection, row, state, at));
        }
        return postings;
    }

    @Override
    public List<Entry> entries(Account account) {
        return transactions.commit(
                "read the entries of " + names(List.of(account)), connection -> EntrySql.entries(connection, account));
    }

    @Override
    public List<Entry> entries(Account account, @Nullable Entry afterOrNull, int most) {
        if (most <= 0) {
            throw new IllegalArgumentException("most must be positive: " + most);
        }
        return transactions.statement(
                "read the entries of " + names(List.of(account)),
                connection -> EntrySql.page(connection, account, afterOrNull, most));
    }

    @Override
    public Optional<AlertOutbox> outbox() {
        return Optional.of(new JdbcOutbox(transactions));
    }

    @Override
    public List<LedgerCheck> check(String budget) {
        return transactions.commit(
                "check the ledger of budget \"%s\"".formatted(budget),
                connection -> LedgerSql.check(connection, budget));
    }

    @Override
    public List<String> budgets(String prefix) {
        return transactions.commit(
                "list the budgets that begin with \"%s\"".formatted(prefix),
                connection -> LedgerSql.budgets(connection, prefix));
    }

    Totals totals(JdbcAccount row) {
        return transactions
                .commit(
                        "read budget \"%s\"".formatted(row.budget().name()),
                        connection -> row.seen(LedgerSql.get(connection, row)))
                .totals();
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
