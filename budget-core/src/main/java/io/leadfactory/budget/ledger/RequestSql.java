package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of requests in a database. A key is claimed by inserting it, which makes those who have the same wait until the
 * first has committed; they start anew then, and find it.
 */
final class RequestSql {
    private static final String LOST = "40001";
    private static final String H2_CONCURRENT_UPDATE = "90131";

    /** A request that was recorded before: the id of its hold or entry, and when. */
    record Recorded(ReservationId id, Instant at) {}

    private record KeyRow(String digest, ReservationId id, Instant at, Instant expires) {}

    private RequestSql() {}

    /**
     * {@return what was recorded with that key; null if it is this request's now, once the transaction is committed}
     *
     * @throws SQLTransactionRollbackException if another request was faster: to be tried again
     * @throws IdempotencyConflictException if the key stands for another request
     */
    static @Nullable Recorded claim(Connection connection, RequestKey key, ReservationId id, Instant at)
            throws SQLException {
        KeyRow row = find(connection, key.text());
        if (row == null) {
            insert(connection, key, id, at);
            return null;
        }
        if (at.isBefore(row.expires())) {
            key.requireSame(row.digest(), row.at(), at);
            return new Recorded(row.id(), row.at());
        }
        takeOver(connection, key, id, at, row);
        return null;
    }

    /**
     * {@return what was recorded with that key; null if nothing was, or the key has expired}
     *
     * @throws IdempotencyConflictException if the key stands for another request
     */
    static @Nullable Recorded recorded(Connection connection, RequestKey key, Instant at) throws SQLException {
        KeyRow row = find(connection, key.text());
        if (row == null || !at.isBefore(row.expires())) {
            return null;
        }
        key.requireSame(row.digest(), row.at(), at);
        return new Recorded(row.id(), row.at());
    }

    private static @Nullable KeyRow find(Connection connection, String text) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select payload_digest, recorded_id, recorded_at,"
                + " expires_at from budget_request where request_key = ?")) {
            select.setString(1, text);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new KeyRow(
                                row.getString(1),
                                ReservationId.parse(row.getString(2)),
                                Instant.ofEpochMilli(row.getLong(3)),
                                Instant.ofEpochMilli(row.getLong(4)))
                        : null;
            }
        }
    }

    private static void insert(Connection connection, RequestKey key, ReservationId id, Instant at)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into budget_request (payload_digest, recorded_id, recorded_at,"
                        + " expires_at, request_key) values (?, ?, ?, ?, ?)")) {
            bind(insert, key, id, at);
            insert.executeUpdate();
        } catch (SQLException failed) {
            if (SqlFailure.isDuplicateKey(failed) || H2_CONCURRENT_UPDATE.equals(failed.getSQLState())) {
                throw lost(failed);
            }
            throw failed;
        }
    }

    private static void takeOver(Connection connection, RequestKey key, ReservationId id, Instant at, KeyRow expired)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update budget_request set payload_digest = ?, recorded_id = ?,"
                        + " recorded_at = ?, expires_at = ? where request_key = ? and recorded_id = ?")) {
            bind(update, key, id, at);
            update.setString(6, expired.id().toString());
            if (update.executeUpdate() == 0) {
                throw lost(null);
            }
        }
    }

    private static void bind(PreparedStatement statement, RequestKey key, ReservationId id, Instant at)
            throws SQLException {
        statement.setString(1, key.digest());
        statement.setString(2, id.toString());
        statement.setLong(3, at.toEpochMilli());
        statement.setLong(4, key.expires().toEpochMilli());
        statement.setString(5, key.text());
    }

    private static SQLException lost(@Nullable SQLException failed) {
        return new SQLTransactionRollbackException(
                "another request with the same key was recorded in between", LOST, failed);
    }

    /** Deletes some of the keys that have expired. */
    static int forget(Connection connection, Instant at) throws SQLException {
        List<String> expired = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select request_key from budget_request where expires_at <= ? order by expires_at limit 100")) {
            select.setLong(1, at.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    expired.add(row.getString(1));
                }
            }
        }
        // In one order, so that those who delete at once queue instead of locking crosswise.
        expired.sort(null);
        try (PreparedStatement delete =
                connection.prepareStatement("delete from budget_request where request_key = ? and expires_at <= ?")) {
            for (String key : expired) {
                delete.setString(1, key);
                delete.setLong(2, at.toEpochMilli());
                delete.executeUpdate();
            }
        }
        return expired.size();
    }
}
