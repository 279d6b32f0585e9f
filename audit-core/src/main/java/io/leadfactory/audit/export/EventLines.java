package io.leadfactory.audit.export;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a line of each event: its fields in their order. For one thread. */
abstract class EventLines {
    static final List<String> FIELDS = List.of(
            "event_id",
            "transaction_id",
            "lane",
            "number",
            "step",
            "occurred_at",
            "action",
            "outcome",
            "subject_type",
            "subject_id",
            "actor",
            "on_behalf_of",
            "ip",
            "user_agent",
            "request_id",
            "reason",
            "attributes",
            "details",
            "old_values",
            "new_values",
            "erased");

    /** RFC 3339, always with microseconds, so that all times have the same length. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    final StringBuilder line = new StringBuilder(512);
    private int place;

    /** The text before the first event. */
    abstract String header();

    abstract void text(String field, @Nullable String text);

    abstract void number(String field, long number);

    abstract void members(String field, Map<String, @Nullable String> members);

    abstract void flag(String field, boolean flag);

    abstract void end();

    /** The line of this event, with its end; valid until the next call. */
    final CharSequence line(AuditEvent event) {
        Origin origin = event.origin();
        line.setLength(0);
        place = 0;
        text(next(), event.id().toString());
        text(next(), event.transactionId());
        number(next(), event.lane());
        number(next(), event.number());
        number(next(), event.step());
        text(next(), TIME.format(event.occurredAt()));
        text(next(), event.action());
        text(next(), event.outcome().name());
        text(next(), event.subject().type());
        text(next(), event.subject().id());
        text(next(), origin.actor());
        text(next(), origin.onBehalfOf());
        text(next(), origin.ip());
        text(next(), origin.userAgent());
        text(next(), origin.requestId());
        text(next(), origin.reason());
        members(next(), origin.attributes());
        members(next(), event.details());
        members(next(), event.oldValues());
        members(next(), event.newValues());
        flag(next(), event.erased());
        end();
        return line;
    }

    private String next() {
        return FIELDS.get(place++);
    }
}
