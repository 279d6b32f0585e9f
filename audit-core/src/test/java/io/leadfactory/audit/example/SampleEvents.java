package io.leadfactory.audit.example;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Origin;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.record.EventIds;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes events without a database, a second after another. */
public final class SampleEvents {
    public static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    public static final Subject LEAD = Subject.of("Lead", "42");

    private long made;

    public AuditEvent event(
            String action, Map<String, @Nullable String> oldValues, Map<String, @Nullable String> newValues) {
        return event(action, Outcome.SUCCESS, Origin.of("alice"), oldValues, newValues);
    }

    public AuditEvent event(
            String action,
            Outcome outcome,
            Origin origin,
            Map<String, @Nullable String> oldValues,
            Map<String, @Nullable String> newValues) {
        return event(action, outcome, origin, oldValues, newValues, false);
    }

    /** An event whose payload was erased. */
    public AuditEvent erased(String action) {
        return event(action, Outcome.SUCCESS, Origin.of("alice"), Map.of(), Map.of(), true);
    }

    private AuditEvent event(
            String action,
            Outcome outcome,
            Origin origin,
            Map<String, @Nullable String> oldValues,
            Map<String, @Nullable String> newValues,
            boolean erased) {
        Instant time = START.plusSeconds(++made);
        UUID id = EventIds.lowerBound(EventIds.micros(time));
        return new AuditEvent(
                id, 7, made, 0, time, action, outcome, LEAD, origin, oldValues, newValues, Map.of(), erased);
    }
}
