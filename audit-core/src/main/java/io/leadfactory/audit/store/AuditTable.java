package io.leadfactory.audit.store;

import io.leadfactory.audit.record.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The table {@value #NAME}: its columns and indexes, from which both the schema tools and the shipped scripts are made.
 *
 * <p>The three access paths (subject, actor, action) each go on in time, so a page is read in order from one index.
 * Events of the same microsecond, of two processes, are in the order of their identifiers; where the database sorts such
 * ties by itself the identifier is left out of the index. The subject stands in its index as it is and not as a digest,
 * which would be shorter: identifiers mostly rise, digests do not, and to insert at random places of a large index cost as
 * much again as all the rest of an insert.
 */
public final class AuditTable {
    /** The table's name. */
    public static final String NAME = "audit_event";

    /** The schema version that this library writes. */
    public static final int VERSION = 1;

    /** The primary key: lane and number. */
    public static final IndexDefinition PRIMARY_KEY =
            new IndexDefinition("audit_event_pkey", List.of("lane", "number"));

    private AuditTable() {}

    /** What a column holds. */
    public enum Kind {
        /** 16 bits. */
        SHORT,
        /** 32 bits. */
        INTEGER,
        /** 64 bits. */
        LONG,
        /** A UUID. */
        UUID,
        /** A UTC time without zone, in microseconds. */
        TIME,
        /** A text of at most the length, in characters. */
        TEXT,
        /** At most as many bytes as the length. */
        BYTES
    }

    /**
     * A column.
     *
     * @param name its name
     * @param kind what it holds
     * @param length for texts in characters, for bytes in bytes, else 0
     * @param nullable whether it may be empty
     * @param since the schema version that brought it
     */
    public record ColumnDefinition(String name, Kind kind, int length, boolean nullable, int since) {}

    /**
     * An index.
     *
     * @param name its name
     * @param columns its columns in order
     */
    public record IndexDefinition(String name, List<String> columns) {}

    /** {@return the columns in the order of the table: fixed widths first, so that rows are packed well} */
    public static List<ColumnDefinition> columns() {
        return List.of(
                new ColumnDefinition("lane", Kind.LONG, 0, false, 1),
                new ColumnDefinition("number", Kind.LONG, 0, false, 1),
                new ColumnDefinition("occurred_at", Kind.TIME, 0, false, 1),
                new ColumnDefinition("event_id", Kind.UUID, 0, false, 1),
                new ColumnDefinition("step", Kind.INTEGER, 0, false, 1),
                new ColumnDefinition("form", Kind.SHORT, 0, false, 1),
                text("action", Column.ACTION, false),
                text("outcome", Column.OUTCOME, false),
                text("subject_type", Column.SUBJECT_TYPE, false),
                text("subject_id", Column.SUBJECT_ID, false),
                text("actor", Column.ACTOR, false),
                text("on_behalf_of", Column.ON_BEHALF_OF, true),
                text("ip", Column.IP, true),
                text("user_agent", Column.USER_AGENT, true),
                text("request_id", Column.REQUEST_ID, true),
                text("reason", Column.REASON, true),
                text("attributes", Column.JSON, true),
                text("details", Column.JSON, true),
                text("old_values", Column.JSON, true),
                text("new_values", Column.JSON, true),
                text("key_id", Column.KEY_ID, true),
                new ColumnDefinition("salt", Kind.BYTES, 16, true, 1),
                new ColumnDefinition("payload_digest", Kind.BYTES, 32, true, 1),
                new ColumnDefinition("hash", Kind.BYTES, 32, false, 1));
    }

    /**
     * {@return the indexes beside the primary key}
     *
     * @param database which database
     */
    public static List<IndexDefinition> indexes(DatabaseKind database) {
        return List.of(
                accessPath("audit_event_subject", database, "subject_type", "subject_id"),
                accessPath("audit_event_actor", database, "actor"),
                accessPath("audit_event_action", database, "action"));
    }

    private static IndexDefinition accessPath(String name, DatabaseKind database, String... start) {
        List<String> columns = new ArrayList<>(List.of(start));
        columns.add("occurred_at");
        if (!database.sortsTies()) {
            columns.add("event_id");
        }
        return new IndexDefinition(name, List.copyOf(columns));
    }

    private static ColumnDefinition text(String name, Column column, boolean nullable) {
        return new ColumnDefinition(name, Kind.TEXT, column.width(), nullable, 1);
    }
}
