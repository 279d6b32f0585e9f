package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Transactions that somebody else begins and ends. */
@OnEveryDatabase
class JtaTest {
    @RegisterExtension
    final TestDatabase database;

    private final LightTransactions transactions;

    JtaTest(DatabaseKind kind) {
        database = new TestDatabase(Lead.class, Company.class).on(kind);
        transactions = new LightTransactions(database.dataSource());
        database.with("hibernate.connection.datasource", transactions.dataSource())
                .with("hibernate.transaction.coordinator_class", "jta")
                .with("hibernate.transaction.jta.platform", transactions)
                .with("leadfactory.audit.failed-attempts", "false");
    }

    @Test
    void commit_sessionClosedBefore_writesItsEvents() throws Exception {
        transactions.begin();
        try (Session session = database.factory().openSession()) {
            session.persist(new Lead(1, "a"));
            session.flush();
            session.find(Lead.class, 1L).email = "b";
            session.flush();
        }
        transactions.commit();
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT", "UPDATE");
        assertThat(database.trail().verify().isClean()).isTrue();
    }

    @Test
    void commit_unflushed_writesWhatItsFlushRecords() throws Exception {
        transactions.begin();
        try (Session session = database.factory().openSession()) {
            session.persist(new Lead(1, "a"));
            transactions.commit();
        }
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT");
    }

    @Test
    void commit_statelessAndStatefulSession_writesBoth() throws Exception {
        transactions.begin();
        try (StatelessSession stateless = database.factory().openStatelessSession();
                Session session = database.factory().openSession()) {
            stateless.insert(new Lead(1, "a"));
            session.persist(new Lead(2, "b"));
            transactions.commit();
        }
        assertThat(all()).extracting(event -> event.subject().id()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void rollback_writesNothingAndTheNextTransactionGoesOn() throws Exception {
        transactions.begin();
        try (Session session = database.factory().openSession()) {
            session.persist(new Lead(1, "a"));
            session.flush();
            transactions.rollback();
        }
        transactions.begin();
        try (Session session = database.factory().openSession()) {
            session.persist(new Lead(2, "b"));
            transactions.commit();
        }
        assertThat(all()).extracting(event -> event.subject().id()).containsExactly("2");
    }

    @Test
    void rollbackOnly_commitIsRefused_writesNothing() throws Exception {
        transactions.begin();
        try (Session session = database.factory().openSession()) {
            session.persist(new Lead(1, "a"));
            session.flush();
            transactions.setRollbackOnly();
            assertThatThrownBy(transactions::commit).isInstanceOf(RollbackException.class);
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void record_withoutASession_hasItsOwnTransaction() {
        database.trail().record(AuditEntry.of("EXPORT", Subject.of("Lead", "1")));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("EXPORT");
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events;
    }
}
