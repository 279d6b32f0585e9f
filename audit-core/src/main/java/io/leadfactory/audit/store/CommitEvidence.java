package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditWriteException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a database can say about the fate of a transaction whose end nobody heard of. Thread-safe.
 *
 * <p>PostgreSQL keeps the fate of each transaction number until the number is frozen, which is some hundred million
 * transactions later; the others forget it with the transaction. But a server that crashed, or a standby that took over, may
 * give a number again that it had not written down, so the number counts only for the server's start in which it was given.
 */
public final class CommitEvidence {
    private static final String START = "(extract(epoch from pg_postmaster_start_time()) * 1000000)::bigint";
    private static final String CURRENT = "select pg_current_xact_id()::text, " + START + "::text";
    private static final String STATUS = "select case when " + START + " = ?::bigint then pg_xact_status(?::xid8) end";

    private CommitEvidence() {}

    /** What the database says. */
    public enum Verdict {
        /** It was committed. */
        COMMITTED,
        /** It was rolled back. */
        ABORTED,
        /** It has not ended: ask again later. */
        RUNNING,
        /** The database cannot say. */
        UNKNOWN
    }

    /**
     * {@return what to ask for later about the current transaction, or null if the database has nothing of the kind}
     *
     * @param connection the connection with the transaction, which stays as it is
     * @param database which database it is
     * @throws AuditWriteException if the database refuses; the transaction must be rolled back
     */
    public static @Nullable String of(Connection connection, DatabaseKind database) {
        if (database != DatabaseKind.POSTGRESQL) {
            return null;
        }
        try (PreparedStatement select = connection.prepareStatement(CURRENT);
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? "pg:" + rows.getString(1) + ':' + rows.getString(2) : null;
        } catch (SQLException e) {
            throw new AuditWriteException(
                    "cannot ask for the number of the transaction whose audit events go to the spool: SQL state "
                            + e.getSQLState() + ", so it is rolled back; check the connection",
                    RedactedException.of(e));
        }
    }

    /**
     * {@return what the database says}
     *
     * @param connection a connection
     * @param evidence what {@link #of} gave
     */
    public static Verdict ask(Connection connection, @Nullable String evidence) {
        String[] parts = evidence == null ? new String[0] : evidence.split(":", -1);
        if (parts.length != 3 || !parts[0].equals("pg")) {
            return Verdict.UNKNOWN;
        }
        try (PreparedStatement select = connection.prepareStatement(STATUS)) {
            select.setString(1, parts[2]);
            select.setString(2, parts[1]);
            try (ResultSet rows = select.executeQuery()) {
                String status = rows.next() ? rows.getString(1) : null;
                return verdict(status);
            }
        } catch (SQLException e) {
            // Not the database in which the transaction was.
            return Verdict.UNKNOWN;
        }
    }

    private static Verdict verdict(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case "committed" -> Verdict.COMMITTED;
            case "aborted" -> Verdict.ABORTED;
            case "in progress" -> Verdict.RUNNING;
            default -> Verdict.UNKNOWN;
        };
    }
}
