package io.leadfactory.suite.benchmark.peer;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.audit.AuditLog;
import org.hibernate.audit.AuditLogFactory;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.query.AuditEntity;

/** The queries of the peers, through their own API. */
public final class PeerHistory {
    private static final int LATEST = 10;

    private PeerHistory() {}

    /** {@return the latest ten revisions by Envers, newest first} */
    public static List<?> enversLatest(SessionFactory sessions, long id) {
        return sessions.fromTransaction(session -> AuditReaderFactory.get(session)
                .createQuery()
                .forRevisionsOfEntity(EnversLead.class, false, true)
                .add(AuditEntity.id().eq(id))
                .addOrder(AuditEntity.revisionNumber().desc())
                .setMaxResults(LATEST)
                .getResultList());
    }

    /** {@return the lead at an instant by Envers} */
    public static EnversLead enversAt(SessionFactory sessions, long id, Instant instant) {
        return sessions.fromTransaction(
                session -> AuditReaderFactory.get(session).find(EnversLead.class, id, Date.from(instant)));
    }

    /** {@return the latest ten revisions by Hibernate's own audit, newest first} */
    public static List<?> coreLatest(SessionFactory sessions, long id) {
        try (Session session =
                sessions.withOptions().atChangeset(AuditLog.ALL_CHANGESETS).openSession()) {
            return session.createSelectionQuery(
                            "select l, changesetId(l), modificationType(l) from CoreLead l where l.id = :id"
                                    + " order by changesetId(l) desc",
                            Object[].class)
                    .setParameter("id", id)
                    .setMaxResults(LATEST)
                    .getResultList();
        }
    }

    /** {@return the lead at an instant by Hibernate's own audit} */
    public static CoreLead coreAt(SessionFactory sessions, long id, Instant instant) {
        try (AuditLog log = AuditLogFactory.create(sessions)) {
            return log.find(CoreLead.class, id, instant);
        }
    }
}
