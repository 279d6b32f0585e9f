package io.leadfactory.audit.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.boot.Installation;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenTransactionsTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void sessions_howeverTheyEnd_leaveNothingBehind() {
        OpenTransactions transactions =
                Installation.of(database.factory()).recorder().transactions();
        for (int end = 0; end < 3; end++) {
            try (Session session = database.factory().openSession();
                    StatelessSession stateless = database.factory().openStatelessSession()) {
                session.beginTransaction();
                session.persist(new Lead(end, "a"));
                session.flush();
                stateless.beginTransaction();
                stateless.insert(new Lead(end + 100, "b"));
                assertThat(transactions.size()).isEqualTo(2);
                if (end == 1) {
                    session.getTransaction().commit();
                    stateless.getTransaction().commit();
                } else if (end == 2) {
                    session.getTransaction().rollback();
                    stateless.getTransaction().rollback();
                }
            }
            assertThat(transactions.size()).isZero();
        }
    }

    @Test
    void session_notClosed_isHeldDuringItsTransactionsOnly() {
        OpenTransactions transactions =
                Installation.of(database.factory()).recorder().transactions();
        Session session = database.factory().openSession();
        for (int i = 0; i < 4; i++) {
            session.beginTransaction();
            session.persist(new Lead(i, "a"));
            session.flush();
            assertThat(transactions.size()).isEqualTo(1);
            if (i % 2 == 0) {
                session.getTransaction().commit();
            } else {
                session.getTransaction().rollback();
                session.clear();
            }
            assertThat(transactions.size()).isZero();
        }
        session.close();
        assertThat(database.trail().find(AuditQuery.all()).events())
                .extracting(AuditEvent::number)
                .containsExactly(2L, 1L);
    }
}
