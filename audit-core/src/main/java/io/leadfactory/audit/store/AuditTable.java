package io.leadfactory.audit.store;

import io.leadfactory.audit.record.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table {@value #NAME}: its columns and indexes, from which both the schema tools and the shipped scripts are made.
 *
 * <p>The key is the {@link io.leadfactory.audit.ledger.Position position}, lane and number in one, since a narrow key is the
 * cheapest: in H2 the table is stored by it, in MariaDB and MySQL each index repeats it.
 *
 * <p>Each {@link AccessPath} goes on in time, so a page is read in order from one index. Events of the same microsecond, of
 * two processes, are in the order of their identifiers. PostgreSQL sorts such ties by itself, so its indexes end in the time
 * alone; in H2 they end in the identifier alone, which begins with the time. The subject's identifier stands before its
 * type, as what tells most events apart. It is there as it is and not as a digest, which would be shorter: identifiers
 * mostly rise, digests do not, and to insert at random places of a large index cost as much again as all the rest of an
 * insert.
 */
public final class AuditTable {
    /** The table's name. */
    public static final String NAME = "audit_event";

    /** The schema version that this library writes. */
    public static final int VERSION = 1;

    /** The primary key: lane and number in one. */
    public static final IndexDefinition PRIMARY_KEY = new IndexDefinition("audit_event_pkey", List.of("position"));

    /** The outcome of an event that names none. */
    static final String DEFAULT_OUTCOME = "SUCCESS";

    /** The canonical form of an event that names none. */
    static final short DEFAULT_FORM = 1;

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
     * @param byDefault what it holds if nothing is said, as SQL; null for nothing
     * @param since the schema version that brought it
     */
    public record ColumnDefinition(
            String name,
            Kind kind,
            int length,
            boolean nullable,
            @Nullable String byDefault,
            int since) {}

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
                fixed("position", Kind.LONG),
                fixed("occurred_at", Kind.TIME),
                fixed("event_id", Kind.UUID),
                fixed("step", Kind.INTEGER),
                new ColumnDefinition("form", Kind.SHORT, 0, false, "" + DEFAULT_FORM, 1),
                text("action", Column.ACTION, false),
                new ColumnDefinition(
                        "outcome", Kind.TEXT, Column.OUTCOME.width(), false, "'" + DEFAULT_OUTCOME + "'", 1),
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
                new ColumnDefinition("salt", Kind.BYTES, 16, true, null, 1),
                new ColumnDefinition("payload_digest", Kind.BYTES, 32, true, null, 1),
                new ColumnDefinition("hash", Kind.BYTES, 32, false, null, 1));
    }

    /**
     * {@return the index of an access path}
     *
     * @param path the path
     * @param database which database
     */
    public static IndexDefinition index(AccessPath path, DatabaseKind database) {
        List<String> columns = new ArrayList<>(
                switch (path) {
                    case SUBJECT -> List.of("subject_id", "subject_type");
                    case ACTOR -> List.of("actor");
                    case ACTION -> List.of("action");
                    case TIME -> List.of();
                });
        if (!database.sortsIdsByTime()) {
            columns.add("occurred_at");
        }
        if (!database.sortsTies()) {
            columns.add("event_id");
        }
        return new IndexDefinition(NAME + '_' + path.name().toLowerCase(Locale.ROOT), List.copyOf(columns));
    }

    private static ColumnDefinition fixed(String name, Kind kind) {
        return new ColumnDefinition(name, kind, 0, false, null, 1);
    }

    private static ColumnDefinition text(String name, Column column, boolean nullable) {
        return new ColumnDefinition(name, Kind.TEXT, column.width(), nullable, null, 1);
    }
}
