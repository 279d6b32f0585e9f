package io.leadfactory.audit.record;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Origin;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event in the form in which it is stored, before it has its place in a lane: texts fit their columns, values are
 * canonical JSON. Immutable.
 *
 * @param id its identifier
 * @param micros when it happened, in microseconds since 1970
 * @param action what was done
 * @param outcome how it ended
 * @param subjectType the subject's type
 * @param subjectId the subject's identifier
 * @param actor who acted
 * @param onBehalfOf for whom
 * @param ip from which address
 * @param userAgent with which program
 * @param requestId in which request
 * @param reason why
 * @param attributes a JSON object
 * @param details a JSON object
 * @param oldValues a JSON object
 * @param newValues a JSON object
 */
public record Draft(
        UUID id,
        long micros,
        String action,
        String outcome,
        String subjectType,
        String subjectId,
        String actor,
        @Nullable String onBehalfOf,
        @Nullable String ip,
        @Nullable String userAgent,
        @Nullable String requestId,
        @Nullable String reason,
        @Nullable String attributes,
        @Nullable String details,
        @Nullable String oldValues,
        @Nullable String newValues) {

    /**
     * {@return the change of an entity; its values are JSON objects already}
     *
     * @param ids gives identifier and time
     * @param action what is done
     * @param subjectType the subject's type
     * @param subjectId the subject's identifier
     * @param origin where the event comes from
     * @param oldValues a JSON object, or null
     * @param newValues a JSON object, or null
     */
    public static Draft change(
            EventIds ids,
            String action,
            String subjectType,
            String subjectId,
            Origin origin,
            @Nullable String oldValues,
            @Nullable String newValues) {
        return change(ids, action, subjectType, subjectId, origin, null, oldValues, newValues);
    }

    /**
     * {@return the change of an entity with details; details and values are JSON objects already}
     *
     * @param ids gives identifier and time
     * @param action what is done
     * @param subjectType the subject's type
     * @param subjectId the subject's identifier
     * @param origin where the event comes from
     * @param details a JSON object, or null
     * @param oldValues a JSON object, or null
     * @param newValues a JSON object, or null
     */
    public static Draft change(
            EventIds ids,
            String action,
            String subjectType,
            String subjectId,
            Origin origin,
            @Nullable String details,
            @Nullable String oldValues,
            @Nullable String newValues) {
        return of(ids, action, "SUCCESS", subjectType, subjectId, origin, details, oldValues, newValues);
    }

    /**
     * {@return an explicit entry}
     *
     * @param ids gives identifier and time
     * @param entry the entry
     * @param origin where the event comes from
     */
    public static Draft entry(EventIds ids, AuditEntry entry, Origin origin) {
        return of(
                ids,
                Column.ACTION.fit(entry.action()),
                entry.outcome().name(),
                Column.SUBJECT_TYPE.fit(entry.subject().type()),
                entry.subject().id(),
                origin,
                JsonObject.of(entry.details()),
                JsonObject.of(entry.oldValues()),
                JsonObject.of(entry.newValues()));
    }

    private static Draft of(
            EventIds ids,
            String action,
            String outcome,
            String subjectType,
            String subjectId,
            Origin origin,
            @Nullable String details,
            @Nullable String oldValues,
            @Nullable String newValues) {
        long micros = ids.nextMicros();
        return new Draft(
                ids.id(micros),
                micros,
                action,
                outcome,
                subjectType,
                Column.SUBJECT_ID.fit(subjectId),
                Column.ACTOR.fit(origin.actor()),
                Column.ON_BEHALF_OF.fitNullable(origin.onBehalfOf()),
                Column.IP.fitNullable(origin.ip()),
                Column.USER_AGENT.fitNullable(origin.userAgent()),
                Column.REQUEST_ID.fitNullable(origin.requestId()),
                Column.REASON.fitNullable(origin.reason()),
                JsonObject.of(origin.attributes()),
                details,
                oldValues,
                newValues);
    }

    /**
     * {@return this event with one more detail, if there is room for it}
     *
     * @param name its name
     * @param value its value
     */
    public Draft detail(String name, String value) {
        JsonObject added = new JsonObject();
        added.put(name, value);
        String more = added.toString();
        if (details != null) {
            boolean empty = details.equals("{}");
            more = details.substring(0, details.length() - 1) + (empty ? "" : ",") + more.substring(1);
        }
        return with(more.length() > Column.JSON.width() ? details : more, oldValues, newValues);
    }

    /**
     * {@return the same event with other values}
     *
     * @param oldObject a JSON object, or null
     * @param newObject a JSON object, or null
     */
    public Draft withValues(@Nullable String oldObject, @Nullable String newObject) {
        return with(details, oldObject, newObject);
    }

    private Draft with(@Nullable String detail, @Nullable String oldObject, @Nullable String newObject) {
        return new Draft(
                id,
                micros,
                action,
                outcome,
                subjectType,
                subjectId,
                actor,
                onBehalfOf,
                ip,
                userAgent,
                requestId,
                reason,
                attributes,
                detail,
                oldObject,
                newObject);
    }

    /** {@return whether any of the texts that can be erased is there} */
    public boolean hasPayload() {
        return onBehalfOf != null
                || ip != null
                || userAgent != null
                || reason != null
                || attributes != null
                || details != null
                || oldValues != null
                || newValues != null;
    }

    /** {@return the same event without the texts that can be erased} */
    public Draft withoutPayload() {
        return new Draft(
                id,
                micros,
                action,
                outcome,
                subjectType,
                subjectId,
                actor,
                null,
                null,
                null,
                requestId,
                null,
                null,
                null,
                null,
                null);
    }

    /** {@return how long the JSON objects are together, in characters} */
    public long payloadLength() {
        return (long) length(attributes) + length(details) + length(oldValues) + length(newValues);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** A fixed text: a draft holds values, which belong in no log. */
    @Override
    public String toString() {
        return "Draft " + id;
    }
}
