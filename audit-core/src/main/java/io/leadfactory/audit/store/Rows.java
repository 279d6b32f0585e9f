package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.ledger.Place;
import io.leadfactory.audit.ledger.Position;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.record.StoredObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Reads the rows of the table. */
final class Rows {
    /** What is selected of a row to read its event, in this order; what only seals it is not read. */
    static final String EVENT =
            "position, occurred_at, event_id, step, action, outcome, subject_type, subject_id, actor,"
                    + " on_behalf_of, ip, user_agent, request_id, reason, attributes, details, old_values, new_values, payload_digest";

    /** What is selected of a row to read its event and what seals it, in this order. */
    static final String SEALED = EVENT + ", form, key_id, salt, hash";

    /** Behind the columns of an event. */
    static final int AFTER_EVENT = 20;

    private static final int PAYLOAD_DIGEST = 19;

    private static final Instant FIRST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000);
    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000);

    private Rows() {}

    static AuditEvent event(ResultSet row, DatabaseKind database) throws SQLException {
        Draft draft = draft(row, database);
        long position = row.getLong(1);
        try {
            return new AuditEvent(
                    draft.id(),
                    Position.lane(position),
                    Position.number(position),
                    row.getInt(4),
                    EventIds.instant(draft.micros()),
                    draft.action(),
                    Outcome.valueOf(draft.outcome()),
                    Subject.of(draft.subjectType(), draft.subjectId()),
                    new Origin(
                            draft.actor(),
                            draft.onBehalfOf(),
                            draft.ip(),
                            draft.userAgent(),
                            draft.requestId(),
                            draft.reason(),
                            StoredObject.of(draft.attributes(), draft.id())),
                    StoredObject.of(draft.oldValues(), draft.id()),
                    StoredObject.of(draft.newValues(), draft.id()),
                    StoredObject.of(draft.details(), draft.id()),
                    // The digest is stored in the place of an erased payload only.
                    row.getBytes(PAYLOAD_DIGEST) != null);
        } catch (IllegalArgumentException e) {
            throw new AuditReadException(
                    "cannot read audit event " + draft.id() + " (lane " + Position.lane(position) + ", number "
                            + Position.number(position)
                            + "): the row was changed after it was written; verify the trail",
                    e);
        }
    }

    static SealedEvent sealed(ResultSet row, DatabaseKind database) throws SQLException {
        long position = row.getLong(1);
        return new SealedEvent(
                draft(row, database),
                new Place(
                        Position.lane(position),
                        Position.number(position),
                        row.getInt(4),
                        row.getShort(AFTER_EVENT),
                        row.getString(21)),
                row.getBytes(22),
                row.getBytes(PAYLOAD_DIGEST),
                row.getBytes(23));
    }

    private static Draft draft(ResultSet row, DatabaseKind database) throws SQLException {
        LocalDateTime time = row.getObject(2, LocalDateTime.class);
        return new Draft(
                Parameters.uuid(row, 3, database),
                micros(time.toInstant(ZoneOffset.UTC)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                row.getString(18));
    }

    /** Nobody wrote a time at which the microseconds end, but whoever changes a row may. */
    private static long micros(Instant time) {
        if (time.isAfter(LAST)) {
            return EventIds.micros(LAST);
        }
        return EventIds.micros(time.isBefore(FIRST) ? FIRST : time);
    }

    static AuditReadException unreadable(String table, SQLException cause) {
        return new AuditReadException(
                "cannot read table \"" + table + "\": SQL state " + cause.getSQLState()
                        + "; check the connection, and that the table is there as the migration script makes it",
                RedactedException.of(cause));
    }
}
