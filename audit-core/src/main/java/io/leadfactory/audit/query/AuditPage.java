package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.store.AuditStore;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * One page of events, newest first. Immutable.
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

    /**
     * Reads the page that the query asks for.
     *
     * @param query the query
     * @param store where to read
     * @param connection the connection, which stays open
     * @return the page
     * @throws io.leadfactory.audit.event.PageTokenException if the query continues with the token of another one
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    public static AuditPage read(AuditQuery query, AuditStore store, Connection connection) {
        List<AuditEvent> found = store.find(connection, query.criteria());
        if (found.size() <= query.limit()) {
            return new AuditPage(found, Optional.empty());
        }
        List<AuditEvent> events = found.subList(0, query.limit());
        PageToken next =
                new PageToken(query.fingerprint(), events.get(events.size() - 1).id());
        return new AuditPage(events, Optional.of(next));
    }
}
