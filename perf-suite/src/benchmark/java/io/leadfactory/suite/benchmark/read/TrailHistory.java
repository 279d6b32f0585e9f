package io.leadfactory.suite.benchmark.read;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.history.EntityState;
import io.leadfactory.audit.query.AuditQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.SessionFactory;

/** The queries of audit-core, through its own API. Thread-safe. */
final class TrailHistory {
    private static final Duration WINDOW = Duration.ofDays(20);
    private static final int PAGE = 50;

    private final AuditTrail trail;
    private final String type;

    TrailHistory(SessionFactory sessions) {
        trail = AuditTrail.of(sessions);
        type = trail.find(AuditQuery.all().limit(1)).events().get(0).subject().type();
    }

    List<AuditEvent> latest(long id) {
        return trail.history(subject(id), 10).events();
    }

    List<AuditEvent> pageBySubject(long id) {
        return trail.history(subject(id), PAGE).events();
    }

    List<AuditEvent> pageByActor(String actor, Instant from) {
        return page(AuditQuery.all().actor(actor), from);
    }

    List<AuditEvent> pageByAction(String action, Instant from) {
        return page(AuditQuery.all().action(action), from);
    }

    EntityState stateAt(long id, Instant instant) {
        return trail.subject(subject(id)).stateAt(instant);
    }

    private List<AuditEvent> page(AuditQuery query, Instant from) {
        return trail.find(query.from(from).until(from.plus(WINDOW)).limit(PAGE)).events();
    }

    private Subject subject(long id) {
        return Subject.of(type, Long.toString(id));
    }
}
