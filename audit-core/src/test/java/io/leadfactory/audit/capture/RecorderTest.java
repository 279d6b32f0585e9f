package io.leadfactory.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecorderTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void sessions_howeverTheyEnd_leaveNothingBehind() {
        Recorder recorder = Recorder.of(database.factory());
        for (int end = 0; end < 3; end++) {
            try (Session session = database.factory().openSession();
                    StatelessSession stateless = database.factory().openStatelessSession()) {
                session.beginTransaction();
                session.persist(new Lead(end, "a"));
                session.flush();
                stateless.beginTransaction();
                stateless.insert(new Lead(end + 100, "b"));
                assertThat(recorder.openTransactions()).isEqualTo(2);
                if (end == 1) {
                    session.getTransaction().commit();
                    stateless.getTransaction().commit();
                } else if (end == 2) {
                    session.getTransaction().rollback();
                    stateless.getTransaction().rollback();
                }
            }
            assertThat(recorder.openTransactions()).isZero();
        }
    }

    @Test
    void session_notClosed_isHeldDuringItsTransactionsOnly() {
        Recorder recorder = Recorder.of(database.factory());
        Session session = database.factory().openSession();
        for (int i = 0; i < 4; i++) {
            session.beginTransaction();
            session.persist(new Lead(i, "a"));
            session.flush();
            assertThat(recorder.openTransactions()).isEqualTo(1);
            if (i % 2 == 0) {
                session.getTransaction().commit();
            } else {
                session.getTransaction().rollback();
                session.clear();
            }
            assertThat(recorder.openTransactions()).isZero();
        }
        session.close();
        assertThat(database.trail().find(AuditQuery.all()).events())
                .extracting(AuditEvent::number)
                .containsExactly(2L, 1L);
    }

    @Test
    void listeners_onlyWhereSomethingIsAudited_areRegistered() {
        try (SessionFactory off = database.open(
                        List.of(Lead.class, Company.class), Map.of(AuditSettings.ENABLED, "false"), "none");
                SessionFactory nothingAudited = database.open(List.of(Company.class), Map.of(), "none")) {
            assertThat(listeners(nothingAudited)).isEqualTo(listeners(off));
            assertThat(listeners(database.factory())).isEqualTo(listeners(off) + 1);
        }
    }

    @Test
    void factory_closed_isForgotten() {
        SessionFactory factory = database.open(List.of(Company.class), Map.of(), "none");
        assertThat(Recorders.find(factory)).isNotNull();
        factory.close();
        assertThat(Recorders.find(factory)).isNull();
    }

    private static int listeners(SessionFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class)
                .getEventListenerGroups()
                .eventListenerGroup_POST_INSERT
                .count();
    }
}
