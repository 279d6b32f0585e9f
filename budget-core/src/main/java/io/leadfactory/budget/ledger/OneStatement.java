package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The short way of holds and their ends, in a database that has one. Thread-safe. */
final class OneStatement {
    private final Transactions transactions;
    private volatile @Nullable Dialect dialect;

    OneStatement(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Records an entry the short way, if the database has one: in one statement.
     *
     * @return one posting for each account; none if it was not recorded, and has to go the long way
     * @throws JdbcPostings.NotHeld if it is a hold and the only account has no room
     */
    List<Posting> post(String wanted, List<Account> accounts, Entry entry) {
        if (dialect == Dialect.PORTABLE) {
            return List.of();
        }
        return transactions.statement(wanted, connection -> {
            if (dialect(connection) != Dialect.POSTGRESQL) {
                return List.of();
            }
            try {
                return accounts.size() == 1
                        ? postOne(connection, JdbcAccount.own(accounts.get(0)), entry)
                        : postAll(connection, accounts, entry);
            } catch (SQLException failed) {
                if (!SqlFailure.isRefusedByConstraint(failed)) {
                    throw failed;
                }
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
                return List.of();
            }
        });
    }

    private static List<Posting> postOne(Connection connection, JdbcAccount row, Entry entry) throws SQLException {
        PostgresSql.Seen seen = PostgresSql.post(connection, row, row.nextLine, entry);
        if (seen == null) {
            return List.of();
        }
        if (seen.isRecorded()) {
            return List.of(JdbcPostings.unchanged(row, row.seen(seen.row())));
        }
        if (entry.kind() == Entry.Kind.HOLD) {
            JdbcPostings.requireRoom(row, seen.row(), entry.heldUnits(), entry.at());
        }
        return List.of();
    }

    private static List<Posting> postAll(Connection connection, List<Account> accounts, Entry entry)
            throws SQLException {
        List<NextLine> next = accounts.stream()
                .map(account -> JdbcAccount.own(account).nextLine)
                .toList();
        List<AccountRow> rows = PostgresSql.post(connection, accounts, next, entry);
        List<Posting> postings = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JdbcAccount row = JdbcAccount.own(accounts.get(i));
            postings.add(JdbcPostings.unchanged(row, row.seen(rows.get(i))));
        }
        return postings;
    }

    private Dialect dialect(Connection connection) throws SQLException {
        Dialect known = dialect;
        if (known == null) {
            known = Dialect.of(connection);
            dialect = known;
        }
        return known;
    }
}
