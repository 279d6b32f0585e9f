package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.Column;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.record.Sha256;
import io.leadfactory.audit.store.AccessPath;
import io.leadfactory.audit.store.Criteria;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which events to find: all conditions must hold, newest first unless said otherwise. Immutable: each method answers a
 * new query.
 *
 * <p>Queries by subject, by actor and by action, each with or without a time range, read an index and no more rows than
 * they give, as long as no other condition drops rows. The other conditions are tested on the rows that these give; a
 * query that names none of the three reads the whole table.
 */
public final class AuditQuery {
    /** The largest page. */
    public static final int MAX_LIMIT = 10_000;

    private static final AuditQuery ALL = new AuditQuery(new Conditions());

    private final Conditions conditions;

    private AuditQuery(Conditions conditions) {
        this.conditions = conditions;
    }

    /** {@return all events, 50 to a page} */
    public static AuditQuery all() {
        return ALL;
    }

    /**
     * {@return only events about this subject}
     *
     * @param subject the subject
     */
    public AuditQuery subject(Subject subject) {
        return with(copy -> {
            copy.subjectType = subject.type();
            copy.subjectId = subject.id();
        });
    }

    /**
     * {@return only events about subjects of this type}
     *
     * @param type the subject's type
     * @throws IllegalArgumentException if the type is blank
     */
    public AuditQuery subjectType(String type) {
        return with(copy -> {
            copy.subjectType = text("subject type", type);
            copy.subjectId = null;
        });
    }

    /**
     * {@return only events of this actor}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public AuditQuery actor(String actor) {
        return with(copy -> copy.actor = text("actor", actor));
    }

    /**
     * {@return only events with this action}
     *
     * @param action what is done
     * @throws IllegalArgumentException if the action is blank
     */
    public AuditQuery action(String action) {
        return with(copy -> copy.action = text("action", action));
    }

    /**
     * {@return only events that ended like this}
     *
     * @param outcome how they ended
     */
    public AuditQuery outcome(Outcome outcome) {
        return with(copy -> copy.outcome = Objects.requireNonNull(outcome, "outcome"));
    }

    /**
     * {@return only events of this request}
     *
     * @param requestId the request
     * @throws IllegalArgumentException if it is blank
     */
    public AuditQuery requestId(String requestId) {
        return with(copy -> copy.requestId = text("request id", requestId));
    }

    /**
     * {@return only events whose old or new values name this attribute: updates that changed it, and the full state of inserts and deletes}
     *
     * @param attribute its full name, of a part of an embeddable {@code address.city}
     * @throws IllegalArgumentException if it is blank
     */
    public AuditQuery attribute(String attribute) {
        return with(copy -> copy.attribute = text("attribute", attribute));
    }

    /**
     * {@return only events at this time or later}
     *
     * @param from the first time
     * @throws IllegalArgumentException if it is not before the end of the range
     */
    public AuditQuery from(Instant from) {
        return with(copy -> copy.from = Objects.requireNonNull(from, "from"));
    }

    /**
     * {@return only events before this time}
     *
     * @param until the first time that is too late
     * @throws IllegalArgumentException if it is not after the start of the range
     */
    public AuditQuery until(Instant until) {
        return with(copy -> copy.until = Objects.requireNonNull(until, "until"));
    }

    /** {@return only events that changed an entity: inserts, updates, upserts and deletes that succeeded} */
    public AuditQuery changesOnly() {
        return with(copy -> copy.changesOnly = true);
    }

    /** {@return the same events, oldest first} */
    public AuditQuery oldestFirst() {
        return with(copy -> copy.oldestFirst = true);
    }

    /**
     * {@return at most this many events to a page}
     *
     * @param limit how many at most
     * @throws IllegalArgumentException if it is not between 1 and {@value #MAX_LIMIT}
     */
    public AuditQuery limit(int limit) {
        return with(copy -> copy.limit = limit);
    }

    /**
     * {@return the page that follows the one that gave this token} Whether they belong together is checked when it is run.
     *
     * @param token from the page before
     */
    public AuditQuery after(PageToken token) {
        return with(copy -> copy.after = Objects.requireNonNull(token, "token"));
    }

    /**
     * {@return only events behind this one, in the order of the query}
     *
     * @param event an event of the same trail
     * @throws AuditReadException if its time is not the one in its identifier, since the row was changed
     */
    public AuditQuery after(AuditEvent event) {
        return after(token(event));
    }

    /** The query without a page token. */
    AuditQuery fromStart() {
        return with(copy -> copy.after = null);
    }

    private AuditQuery with(Consumer<Conditions> change) {
        Conditions copy = conditions.copy();
        change.accept(copy);
        copy.check();
        return new AuditQuery(copy);
    }

    int limit() {
        return conditions.limit;
    }

    /** The index that gives the rows in their order, if the table has it. */
    AccessPath path() {
        if (conditions.subjectId != null) {
            return AccessPath.SUBJECT;
        }
        if (conditions.actor != null) {
            return AccessPath.ACTOR;
        }
        return conditions.action == null ? AccessPath.TIME : AccessPath.ACTION;
    }

    /** Whether the event names the attribute that is asked for; the database looks at the text only. */
    boolean accepts(AuditEvent event) {
        if (conditions.attribute == null) {
            return true;
        }
        String attribute = Column.clean(conditions.attribute);
        return event.newValues().containsKey(attribute) || event.oldValues().containsKey(attribute);
    }

    /** Behind an event that stands at another time than its identifier says, pages would repeat or leave out others. */
    PageToken token(AuditEvent last) {
        if (EventIds.micros(last.id()) != EventIds.micros(last.occurredAt())) {
            throw new AuditReadException("cannot read on behind audit event " + last.id() + " (lane " + last.lane()
                    + ", number " + last.number() + "): its time is not the one in its identifier, so the row was"
                    + " changed after it was written; verify the trail");
        }
        return new PageToken(fingerprint(), last.id());
    }

    /** What identifies the query apart from its page: the first 64 bits of a digest of its conditions. */
    private long fingerprint() {
        StringBuilder text = new StringBuilder();
        for (Object condition : conditions.all()) {
            String part = condition == null ? "" : condition.toString();
            text.append(condition == null ? -1 : part.length()).append(':').append(part);
        }
        return ByteBuffer.wrap(Sha256.digest().digest(text.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** The criteria of this many events behind the page token, or from the start if there is none. */
    Criteria criteria(int rows) {
        UUID position = conditions.after == null ? null : conditions.after.position(fingerprint());
        return new Criteria(
                Column.SUBJECT_TYPE.fitNullable(conditions.subjectType),
                Column.SUBJECT_ID.fitNullable(conditions.subjectId),
                Column.ACTOR.fitNullable(conditions.actor),
                Column.ACTION.fitNullable(conditions.action),
                conditions.outcome == null ? null : conditions.outcome.name(),
                Column.REQUEST_ID.fitNullable(conditions.requestId),
                conditions.attribute,
                conditions.changesOnly,
                conditions.from == null ? null : ceilingMicros(conditions.from),
                conditions.until == null ? null : ceilingMicros(conditions.until),
                position,
                conditions.oldestFirst,
                rows);
    }

    private static long ceilingMicros(Instant instant) {
        Instant bounded = instant.isBefore(Instant.EPOCH) ? Instant.EPOCH : instant;
        if (bounded.isAfter(EventIds.MAX_TIME)) {
            return EventIds.micros(EventIds.MAX_TIME);
        }
        long micros = EventIds.micros(bounded);
        return EventIds.instant(micros).equals(bounded) ? micros : micros + 1;
    }

    private static String text(String what, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    what + " must not be blank: " + (text == null ? "null" : '"' + text + '"'));
        }
        return text;
    }

    /** What a query asks for; never changed once its query is made. */
    private static final class Conditions {
        private @Nullable String subjectType;
        private @Nullable String subjectId;
        private @Nullable String actor;
        private @Nullable String action;
        private @Nullable Outcome outcome;
        private @Nullable String requestId;
        private @Nullable String attribute;
        private boolean changesOnly;
        private @Nullable Instant from;
        private @Nullable Instant until;
        private boolean oldestFirst;
        private int limit = 50;
        private @Nullable PageToken after;

        private Conditions copy() {
            Conditions copy = new Conditions();
            copy.subjectType = subjectType;
            copy.subjectId = subjectId;
            copy.actor = actor;
            copy.action = action;
            copy.outcome = outcome;
            copy.requestId = requestId;
            copy.attribute = attribute;
            copy.changesOnly = changesOnly;
            copy.from = from;
            copy.until = until;
            copy.oldestFirst = oldestFirst;
            copy.limit = limit;
            copy.after = after;
            return copy;
        }

        private @Nullable Object[] all() {
            return new @Nullable Object[] {
                subjectType,
                subjectId,
                actor,
                action,
                outcome,
                requestId,
                attribute,
                changesOnly,
                from,
                until,
                oldestFirst
            };
        }

        private void check() {
            if (from != null && until != null && !from.isBefore(until)) {
                throw new IllegalArgumentException("from must be before until: " + from + " is not before " + until);
            }
            if (limit <= 0 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ": " + limit);
            }
        }
    }
}
