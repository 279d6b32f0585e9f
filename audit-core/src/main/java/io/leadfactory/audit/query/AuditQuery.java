package io.leadfactory.audit.query;

import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.Column;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.record.Sha256;
import io.leadfactory.audit.store.Criteria;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to find, newest first: all conditions must hold. Immutable: each method answers a new query.
 *
 * <p>Queries by subject, by actor and by action, each with or without a time range, read an index and no more rows than
 * they give, as long as no other condition drops rows. A query that names none of the three reads the whole table.
 */
public final class AuditQuery {
    /** The largest page. */
    public static final int MAX_LIMIT = 10_000;

    private static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, 50, null);

    private final @Nullable String subjectType;
    private final @Nullable String subjectId;
    private final @Nullable String actor;
    private final @Nullable String action;
    private final @Nullable Instant from;
    private final @Nullable Instant until;
    private final int limit;
    private final @Nullable PageToken after;

    private AuditQuery(
            @Nullable String subjectType,
            @Nullable String subjectId,
            @Nullable String actor,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant until,
            int limit,
            @Nullable PageToken after) {
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("from must be before until: " + from + " is not before " + until);
        }
        if (limit <= 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_LIMIT + ": " + limit);
        }
        this.subjectType = subjectType;
        this.subjectId = subjectId;
        this.actor = actor;
        this.action = action;
        this.from = from;
        this.until = until;
        this.limit = limit;
        this.after = after;
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
        return new AuditQuery(subject.type(), subject.id(), actor, action, from, until, limit, after);
    }

    /**
     * {@return only events about subjects of this type}
     *
     * @param type the subject's type
     * @throws IllegalArgumentException if the type is blank
     */
    public AuditQuery subjectType(String type) {
        return new AuditQuery(text("subject type", type), null, actor, action, from, until, limit, after);
    }

    /**
     * {@return only events of this actor}
     *
     * @param actor who acts
     * @throws IllegalArgumentException if the actor is blank
     */
    public AuditQuery actor(String actor) {
        return new AuditQuery(subjectType, subjectId, text("actor", actor), action, from, until, limit, after);
    }

    /**
     * {@return only events with this action}
     *
     * @param action what is done
     * @throws IllegalArgumentException if the action is blank
     */
    public AuditQuery action(String action) {
        return new AuditQuery(subjectType, subjectId, actor, text("action", action), from, until, limit, after);
    }

    /**
     * {@return only events at this time or later}
     *
     * @param from the first time
     * @throws IllegalArgumentException if it is not before the end of the range
     */
    public AuditQuery from(Instant from) {
        return new AuditQuery(
                subjectType, subjectId, actor, action, Objects.requireNonNull(from, "from"), until, limit, after);
    }

    /**
     * {@return only events before this time}
     *
     * @param until the first time that is too late
     * @throws IllegalArgumentException if it is not after the start of the range
     */
    public AuditQuery until(Instant until) {
        return new AuditQuery(
                subjectType, subjectId, actor, action, from, Objects.requireNonNull(until, "until"), limit, after);
    }

    /**
     * {@return at most this many events to a page}
     *
     * @param limit how many at most
     * @throws IllegalArgumentException if it is not between 1 and {@value #MAX_LIMIT}
     */
    public AuditQuery limit(int limit) {
        return new AuditQuery(subjectType, subjectId, actor, action, from, until, limit, after);
    }

    /**
     * {@return the page that follows the one that gave this token} Whether they belong together is checked when it is run.
     *
     * @param token from the page before
     */
    public AuditQuery after(PageToken token) {
        return new AuditQuery(
                subjectType, subjectId, actor, action, from, until, limit, Objects.requireNonNull(token, "token"));
    }

    int limit() {
        return limit;
    }

    /** What identifies the query apart from its page: the first 64 bits of a digest of its conditions. */
    long fingerprint() {
        StringBuilder conditions = new StringBuilder();
        for (Object condition : new @Nullable Object[] {subjectType, subjectId, actor, action, from, until}) {
            String text = condition == null ? "" : condition.toString();
            conditions
                    .append(condition == null ? -1 : text.length())
                    .append(':')
                    .append(text);
        }
        return ByteBuffer.wrap(Sha256.digest().digest(conditions.toString().getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** The criteria of one page, with one event more than the page holds to know whether another follows. */
    Criteria criteria() {
        UUID below = until == null ? null : EventIds.lowerBound(ceilingMicros(until));
        if (after != null) {
            below = after.position(fingerprint());
        }
        return new Criteria(
                Column.SUBJECT_TYPE.fitNullable(subjectType),
                Column.SUBJECT_ID.fitNullable(subjectId),
                Column.ACTOR.fitNullable(actor),
                Column.ACTION.fitNullable(action),
                from == null ? null : EventIds.lowerBound(ceilingMicros(from)),
                below,
                limit + 1);
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
}
