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
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
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
 * answer to a commit be lost, a hold stays counted, and a settlement that is sent again finds its own entries. A hold or a
 * change with a key is recorded together with the key, so that one that is sent again finds the first.
 */
final class JdbcStore implements BudgetStore {
    private static final int KEYED_PER_SWEEP = 32;

    private final Transactions transactions;
    private final AtomicInteger keyed = new AtomicInteger();
    private final OneStatement oneStatement;

    JdbcStore(DataSource dataSource) {
        if (dataSource == null) {
            throw new IllegalArgumentException("dataSource must not be null");
        }
        this.transactions = new Transactions(dataSource);
        this.oneStatement = new OneStatement(transactions);
    }

    @Override
    public Account open(Budget budget, Window window) {
        JdbcAccount row = new JdbcAccount(this, budget, window);
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
    public Optional<Account> find(Budget budget, Window window) {
        JdbcAccount row = new JdbcAccount(this, budget, window);
        return transactions.commit("find the account of budget \"%s\"".formatted(budget.name()), connection -> {
            AccountRow found = LedgerSql.find(connection, row);
            return Optional.ofNullable(found).map(row::seen).map(seen -> row);
        });
    }

    @Override
    public Account follow(Account over, Window window, Instant at) {
        JdbcAccount last = JdbcAccount.own(over);
        JdbcAccount row = new JdbcAccount(this, last.definition, window);
        String wanted = "open the next account of budget \"%s\"".formatted(last.definition.name());
        seed(wanted, row, before -> before, at);
        transactions.commit(wanted, connection -> row.seen(LedgerSql.get(connection, row)));
        return row;
    }

    private void seed(String wanted, JdbcAccount row, UnaryOperator<AccountRow> inheritance, Instant at) {
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
        return new Entry(
                Entry.Kind.CARRY_OVER,
                ReservationId.random(),
                0,
                0,
                fresh.totals().allowance(),
                at,
                null);
    }

    /** In the same calendar; of another one, from before the budget was defined anew, at most the latest lies between. */
    private @Nullable JdbcAccount latestBefore(Connection connection, JdbcAccount row) throws SQLException {
        long start = row.window().start().toEpochMilli();
        for (int looks = 0; looks < 2; looks++) {
            OptionalLong before = LedgerSql.before(connection, row, start);
            if (before.isEmpty()) {
                return null;
            }
            start = before.getAsLong();
            Window window = row.definition.windowAt(Instant.ofEpochMilli(start));
            if (window.start().toEpochMilli() == start) {
                return new JdbcAccount(this, row.definition, window);
            }
        }
        return null;
    }

    private AccountRow fresh(Connection connection, JdbcAccount row, UnaryOperator<AccountRow> inheritance)
            throws SQLException {
        JdbcAccount last = latestBefore(connection, row);
        if (last == null) {
            return AccountRow.of(row.definition).dueAt(firstDue(row));
        }
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
        return AccountRow.inheriting(applies, carried).dueAt(firstDue(row));
    }

    private static long firstDue(JdbcAccount row) {
        return row.window().period().isRolling() ? Long.MIN_VALUE : Long.MAX_VALUE;
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
                if (LedgerSql.has(connection, row, adjustment.kind(), adjustment.id())) {
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
            forgetExpired(at);
        }
        return recorded;
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
            forgetExpired(request.at());
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
                    return repeated(connection, before, accounts);
                }
                List<Posting> postings = new ArrayList<>(accounts.size());
                for (Account account : accounts) {
                    JdbcAccount row = JdbcAccount.own(account);
                    JdbcPostings.raiseHeld(connection, row, units, at);
                    AccountRow state = row.seen(LedgerSql.get(connection, row));
                    LedgerSql.insert(connection, row, List.of(entry));
                    postings.add(JdbcPostings.announce(connection, row, state, at));
                }
                return new HoldResult.Held(entry.reservation(), postings);
            });
        } catch (JdbcPostings.NotHeld refused) {
            return refused.result;
        }
    }

    private HoldResult repeated(Connection connection, RequestSql.Recorded before, List<Account> asked)
            throws SQLException {
        List<Account> accounts = new ArrayList<>();
        long units = 0;
        for (LedgerSql.Held held : LedgerSql.holds(connection, before.id())) {
            JdbcAccount row = rowOf(held, before.id(), asked);
            row.seen(LedgerSql.get(connection, row));
            accounts.add(row);
            units = held.units();
        }
        if (accounts.isEmpty()) {
            throw new LedgerException(
                    "cannot find the hold of reservation %s, which the ledger has a key for: rows of budget_entry must not be deleted"
                            .formatted(before.id()));
        }
        List<Entry> end = LedgerSql.settlements(connection, accounts.get(0), before.id());
        return new HoldResult.Repeated(
                before.id(), units, accounts, before.at(), end.isEmpty() ? null : Settlement.of(end));
    }

    /** An account in the period of an earlier request, of a budget that this one is asked of, too. */
    private JdbcAccount rowOf(LedgerSql.Held held, ReservationId reservation, List<Account> asked) {
        for (Account account : asked) {
            JdbcAccount row = JdbcAccount.own(account);
            if (row.definition.name().equals(held.budget())
                    && row.window().period().name().equals(held.periodKind())) {
                Window window = row.definition.windowAt(held.periodStart());
                if (window.equals(row.window())) {
                    return row;
                }
                if (window.start().equals(held.periodStart())) {
                    return new JdbcAccount(this, row.definition, window);
                }
            }
        }
        throw new LedgerException(
                "cannot give reservation %s again: it is held in budget \"%s\" for the %s from %s, which is not among the budgets that are asked; define it here as where it was made"
                        .formatted(reservation, held.budget(), held.periodKind(), held.periodStart()));
    }

    private void forgetExpired(Instant at) {
        if (keyed.incrementAndGet() % KEYED_PER_SWEEP != 0) {
            return;
        }
        try {
            transactions.commit("delete expired keys", connection -> RequestSql.forget(connection, at));
        } catch (LedgerException unreachable) {
            // What was asked for is recorded; a later request deletes them.
            Thread.onSpinWait();
        }
    }

    @Override
    public Optional<Settlement> ended(ReservationId reservation, List<Account> accounts) {
        return transactions.commit("read how reservation %s ended".formatted(reservation), connection -> {
            List<Entry> end = LedgerSql.settlements(connection, accounts.get(0), reservation);
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
            long ending = LedgerSql.lent(connection, row).stream()
                    .filter(lent -> lent.untilMillis() <= at.toEpochMilli())
                    .mapToLong(LedgerSql.Lent::units)
                    .sum();
            return Outlook.of(row.definition, now.limitUnits(), now.totals(), ending);
        });
    }

    /** Sets aside what the entry says, whether there is room or not; the same again is not recorded twice. */
    Posting force(Entry entry, Account account) {
        JdbcAccount row = JdbcAccount.own(account);
        return transactions.commit("record %s in %s".formatted(entry.kind(), names(List.of(account))), connection -> {
            AccountRow state = row.seen(LedgerSql.lock(connection, row));
            if (LedgerSql.has(connection, row, entry.kind(), entry.reservation())) {
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
                boolean isHeld = LedgerSql.has(connection, row, Entry.Kind.HOLD, reservation)
                        && LedgerSql.settlements(connection, row, reservation).isEmpty();
                if (isHeld && LedgerSql.settle(connection, row, release)) {
                    LedgerSql.insert(connection, row, release.entries(at));
                    state = LedgerSql.get(connection, row);
                }
                postings.add(JdbcPostings.unchanged(row, state));
            }
            return postings;
        });
    }

    /** The account that follows another, for a time in which the ledger cannot be asked for it. */
    Account unopened(Account over, Window window) {
        return new JdbcAccount(this, JdbcAccount.own(over).definition, window);
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
            LedgerSql.insert(connection, row, settlement.entries(at));
            postings.add(JdbcPostings.announce(connection, row, state, at));
        }
        return postings;
    }

    @Override
    public List<Entry> entries(Account account) {
        return transactions.commit(
                "read the entries of " + names(List.of(account)), connection -> LedgerSql.entries(connection, account));
    }

    @Override
    public List<Entry> entries(Account account, @Nullable Entry afterOrNull, int most) {
        if (most <= 0) {
            throw new IllegalArgumentException("most must be positive: " + most);
        }
        return transactions.statement(
                "read the entries of " + names(List.of(account)),
                connection -> LedgerSql.page(connection, account, afterOrNull, most));
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
