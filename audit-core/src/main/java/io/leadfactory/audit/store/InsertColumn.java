package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The columns that an insert may name beside the position. One that has the table's own value in each row (mostly
 * none) is not named: what is not sent is neither bound, nor parsed, nor checked.
 */
enum InsertColumn {
    OCCURRED_AT("occurred_at", "timestamp"),
    EVENT_ID("event_id", "uuid"),
    SUBJECT_ID("subject_id", "varchar"),
    SALT("salt", "bytea"),
    HASH("hash", "bytea"),
    STEP("step", "integer"),
    ACTION("action", "varchar"),
    SUBJECT_TYPE("subject_type", "varchar"),
    ACTOR("actor", "varchar"),
    OUTCOME("outcome", "varchar"),
    FORM("form", "smallint"),
    KEY_ID("key_id", "varchar"),
    ON_BEHALF_OF("on_behalf_of", "varchar"),
    IP("ip", "varchar"),
    USER_AGENT("user_agent", "varchar"),
    REQUEST_ID("request_id", "varchar"),
    REASON("reason", "varchar"),
    ATTRIBUTES("attributes", "varchar"),
    DETAILS("details", "varchar"),
    OLD_VALUES("old_values", "varchar"),
    NEW_VALUES("new_values", "varchar");

    static final List<InsertColumn> ALL = List.of(values());

    private static final Short DEFAULT_FORM = AuditTable.DEFAULT_FORM;

    private final String column;
    private final String type;

    InsertColumn(String column, String type) {
        this.column = column;
        this.type = type;
    }

    String column() {
        return column;
    }

    /** PostgreSQL's name of its type. */
    String type() {
        return type;
    }

    /** Sets a parameter to what the column holds. */
    void bind(PreparedStatement insert, int parameter, SealedEvent event, DatabaseKind database) throws SQLException {
        Object value = parameter(event, database);
        if (type.equals("varchar")) {
            // Unlike an object, a null text has a type.
            insert.setString(parameter, (String) value);
        } else {
            insert.setObject(parameter, value);
        }
    }

    /** What the column holds; times and identifiers as the record has them. */
    @Nullable
    Object value(SealedEvent event) {
        Draft draft = event.draft();
        return switch (this) {
            case OCCURRED_AT -> draft.micros();
            case EVENT_ID -> draft.id();
            case SUBJECT_ID -> draft.subjectId();
            case SALT -> event.salt();
            case HASH -> event.hash();
            case STEP -> event.place().step();
            case ACTION -> draft.action();
            case SUBJECT_TYPE -> draft.subjectType();
            case ACTOR -> draft.actor();
            case OUTCOME -> draft.outcome();
            case FORM -> event.place().form();
            case KEY_ID -> event.place().keyId();
            case ON_BEHALF_OF -> draft.onBehalfOf();
            case IP -> draft.ip();
            case USER_AGENT -> draft.userAgent();
            case REQUEST_ID -> draft.requestId();
            case REASON -> draft.reason();
            case ATTRIBUTES -> draft.attributes();
            case DETAILS -> draft.details();
            case OLD_VALUES -> draft.oldValues();
            case NEW_VALUES -> draft.newValues();
        };
    }

    /** What the column holds, as drivers take it. */
    @Nullable
    Object parameter(SealedEvent event, DatabaseKind database) {
        return switch (this) {
            case OCCURRED_AT -> Parameters.time(event.draft().micros());
            case EVENT_ID -> Parameters.uuid(event.draft().id(), database);
            default -> value(event);
        };
    }

    /** What the table puts there by itself. */
    @Nullable
    private Object byDefault() {
        return switch (this) {
            case OUTCOME -> AuditTable.DEFAULT_OUTCOME;
            case FORM -> DEFAULT_FORM;
            case STEP -> AuditTable.DEFAULT_STEP;
            default -> null;
        };
    }

    /** Whether no two rows have the same, or hardly ever. */
    private boolean isOwn() {
        return switch (this) {
            case OCCURRED_AT, EVENT_ID, SUBJECT_ID, SALT, HASH -> true;
            default -> false;
        };
    }

    /** How the rows of these events fill the column. */
    Use use(List<SealedEvent> events) {
        if (isOwn()) {
            return Use.EACH;
        }
        Object first = value(events.get(0));
        boolean same = true;
        for (int i = 1; same && i < events.size(); i++) {
            same = Objects.equals(first, value(events.get(i)));
        }
        if (same && Objects.equals(first, byDefault())) {
            return Use.ABSENT;
        }
        return same ? Use.SAME : Use.EACH;
    }

    /** How the rows of one statement fill a column. */
    enum Use {
        /** The table's own value stands in each row. */
        ABSENT(0),
        /** One value stands in each row. */
        SAME(1),
        /** The rows differ. */
        EACH(2);

        static final int BITS = 2;

        private final int bits;

        Use(int bits) {
            this.bits = bits;
        }

        int bits() {
            return bits;
        }

        /** The use that the lowest bits name. */
        static Use of(long bits) {
            return switch ((int) bits & (1 << BITS) - 1) {
                case 0 -> ABSENT;
                case 1 -> SAME;
                default -> EACH;
            };
        }
    }
}
