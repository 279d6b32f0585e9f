package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens the accounts of a store in a database: each row once, with what the period before left. Thread-safe. */
final class JdbcAccounts {
    private final JdbcStore store;
    private final Transactions transactions;

    JdbcAccounts(JdbcStore store, Transactions transactions) {
        this.store = store;
        this.transactions = transactions;
    }

    Account open(Budget budget, Window window) {
        JdbcAccount row = new JdbcAccount(store, budget, window);
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

    Optional<Account> find(Budget budget, Window window) {
        JdbcAccount row = new JdbcAccount(store, budget, window);
        return transactions.commit("find the account of budget \"%s\"".formatted(budget.name()), connection -> {
            AccountRow found = LedgerSql.find(connection, row);
            return Optional.ofNullable(found).map(row::seen).map(seen -> row);
        });
    }

    Account follow(JdbcAccount last, Window window, Instant at) {
        JdbcAccount row = new JdbcAccount(store, last.definition, window);
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
                EntrySql.insert(connection, row, List.of(carriedOver(fresh, at)));
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
                return new JdbcAccount(store, row.definition, window);
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
        long lent = OverrideSql.lent(connection, last).stream()
                .mapToLong(OverrideSql.Lent::units)
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
}
