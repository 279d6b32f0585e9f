package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What was requested of a store in a database by a key, and is requested again. Thread-safe. */
final class JdbcRequests {
    private static final int KEYED_PER_SWEEP = 32;

    private final JdbcStore store;
    private final Transactions transactions;
    private final AtomicInteger keyed = new AtomicInteger();

    JdbcRequests(JdbcStore store, Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    HoldResult repeated(Connection connection, RequestSql.Recorded before, List<Account> asked) throws SQLException {
        List<EntrySql.Held> holds = EntrySql.holds(connection, before.id());
        List<Account> accounts = accounts(connection, before, holds, asked);
        List<Entry> end = EntrySql.settlements(connection, accounts.get(0), before.id());
        return new HoldResult.Repeated(
                before.id(), holds.get(0).units(), accounts, before.at(), end.isEmpty() ? null : Settlement.of(end));
    }

    /** What a key stands for, if that is a change by hand. */
    Optional<KeyedChange> recorded(RequestKey key, List<Account> asked, Instant at) {
        return transactions.commit("look for what a key stands for in " + JdbcStore.names(asked), connection -> {
            RequestSql.Recorded before = RequestSql.recorded(connection, key, at);
            if (before == null) {
                return Optional.empty();
            }
            List<EntrySql.Held> changed = EntrySql.holds(connection, before.id());
            return Optional.of(new KeyedChange(before.id(), accounts(connection, before, changed, asked)));
        });
    }

    /** Where an earlier request is recorded. */
    private List<Account> accounts(
            Connection connection, RequestSql.Recorded before, List<EntrySql.Held> places, List<Account> asked)
            throws SQLException {
        if (places.isEmpty()) {
            throw new LedgerException(
                    "cannot find the entry %s, which the ledger has a key for: rows of budget_entry must not be deleted"
                            .formatted(before.id()));
        }
        List<Account> accounts = new ArrayList<>(places.size());
        for (EntrySql.Held place : places) {
            JdbcAccount row = rowOf(place, before.id(), asked);
            row.seen(LedgerSql.get(connection, row));
            accounts.add(row);
        }
        return accounts;
    }

    /** An account in the period of an earlier request, of a budget that this one is asked of, too. */
    private JdbcAccount rowOf(EntrySql.Held held, ReservationId reservation, List<Account> asked) {
        for (Account account : asked) {
            JdbcAccount row = JdbcAccount.own(account);
            if (row.definition.name().equals(held.budget())
                    && row.window().period().name().equals(held.periodKind())) {
                Window window = row.definition.windowAt(held.periodStart());
                if (window.equals(row.window())) {
                    return row;
                }
                if (window.start().equals(held.periodStart())) {
                    return new JdbcAccount(store, row.definition, window);
                }
            }
        }
        throw new LedgerException(
                "cannot give reservation %s again: it is held in budget \"%s\" for the %s from %s, which is not among the budgets that are asked; define it here as where it was made"
                        .formatted(reservation, held.budget(), held.periodKind(), held.periodStart()));
    }

    void forgetExpired(Instant at) {
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
}
