package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session that closes itself in its commit retired its lane, so each transaction had a chain of its own. */
class SelfClosingSessionTest {
    @RegisterExtension
    final TestDatabase database =
            new TestDatabase(Lead.class, Company.class).with("hibernate.current_session_context_class", "thread");

    @Test
    void currentSession_ofTheThread_goesOnInItsLane() {
        for (int i = 1; i <= 3; i++) {
            Session session = database.factory().getCurrentSession();
            session.beginTransaction();
            session.persist(new Lead(i, "a"));
            session.getTransaction().commit();
        }
        assertOneLane(database.factory());
    }

    @Test
    void currentSession_rolledBack_goesOnInItsLane() {
        for (int i = 1; i <= 5; i++) {
            Session session = database.factory().getCurrentSession();
            session.beginTransaction();
            session.persist(new Lead(i, "a"));
            session.flush();
            if (i % 2 == 0) {
                session.getTransaction().rollback();
            } else {
                session.getTransaction().commit();
            }
        }
        assertOneLane(database.factory());
    }

    @Test
    void entityManager_closedBeforeItsCommit_goesOnInItsLane() {
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("test")
                .managedClasses(Lead.class, Company.class)
                .property("hibernate.connection.datasource", database.dataSource())
                .createEntityManagerFactory()) {
            for (int i = 1; i <= 3; i++) {
                EntityManager manager = factory.createEntityManager();
                EntityTransaction transaction = manager.getTransaction();
                transaction.begin();
                manager.persist(new Lead(i, "a"));
                manager.close();
                transaction.commit();
            }
            assertOneLane(factory.unwrap(SessionFactory.class));
        }
    }

    private static void assertOneLane(SessionFactory factory) {
        List<AuditEvent> events = AuditTrail.of(factory).find(AuditQuery.all()).events();
        assertThat(events).extracting(AuditEvent::number).containsExactly(3L, 2L, 1L);
        assertThat(events)
                .extracting(AuditEvent::lane)
                .containsOnly(events.get(0).lane());
    }
}
