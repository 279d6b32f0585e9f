package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import java.util.List;
import java.util.Optional;

/**
 * One page of events, in the order of its query. Immutable.
 *
 * <p>Pages are cut by key: events that are recorded meanwhile neither shift nor repeat any.
 *
 * @param events the events
 * @param next where the next page starts, if there is one
 */
public record AuditPage(List<AuditEvent> events, Optional<PageToken> next) {

    /**
     * Copies the events.
     *
     * @param events the events in order
     * @param next where the next page starts
     */
    public AuditPage {
        events = List.copyOf(events);
    }
}
