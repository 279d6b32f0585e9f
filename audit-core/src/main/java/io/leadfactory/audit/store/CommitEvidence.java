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
 * transactions later; the others forget it with the transaction.
 */
public final class CommitEvidence {
    private static final String PREFIX = "pg:";

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
        try (PreparedStatement select = connection.prepareStatement("select pg_current_xact_id()::text");
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? PREFIX + rows.getString(1) : null;
        } catch (SQLException e) {
            throw new AuditWriteException(
                    "cannot ask for the number of the transaction whose audit events go to the spool: SQL state "
                            + e.getSQLState() + ", so it is rolled back; check the connection",
                    e);
        }
    }

    /**
     * {@return what the database says}
     *
     * @param connection a connection
     * @param evidence what {@link #of} gave
     */
    public static Verdict ask(Connection connection, @Nullable String evidence) {
        if (evidence == null || !evidence.startsWith(PREFIX)) {
            return Verdict.UNKNOWN;
        }
        try (PreparedStatement select = connection.prepareStatement("select pg_xact_status(?::xid8)")) {
            select.setString(1, evidence.substring(PREFIX.length()));
            try (ResultSet rows = select.executeQuery()) {
                String status = rows.next() ? rows.getString(1) : null;
                return verdict(status);
            }
        } catch (SQLException e) {
            // A number from the future: another cluster than the one in which the transaction was.
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
