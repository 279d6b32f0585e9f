package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditReadException;
import io.leadfactory.audit.event.AuditUnavailableException;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.NoActorException;
import io.leadfactory.audit.event.NoTransactionException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.hibernate.AnnotationException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailureTest {
    private static final AuditEntry ENTRY = AuditEntry.of("EXPORT", Subject.of("Lead", "1"));

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void commit_auditInsertFails_rollsTheChangeBack() {
        database.dataSource().execute("alter table audit_event rename to gone");
        assertThatThrownBy(() -> database.inTransaction(session -> session.persist(new Lead(1, "secret@example.org"))))
                .isInstanceOf(AuditWriteException.class)
                .hasMessageContaining("cannot write 1 audit event(s) to table \"audit_event\": SQL state 42S")
                .hasMessageContaining("rolled back")
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(SQLException.class);
        database.dataSource().execute("alter table gone rename to audit_event");

        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNull());
        database.inTransaction(session -> session.persist(new Lead(1, "a")));
        assertThat(all()).hasSize(1);
        assertThat(all().get(0).number()).isEqualTo(1);
    }

    @Test
    void record_ownTransactionFails_saysSoAndTheNextSucceeds() {
        database.dataSource().execute("alter table audit_event rename to gone");
        assertThatThrownBy(() -> database.trail().record(ENTRY)).isInstanceOf(AuditWriteException.class);
        assertThatThrownBy(() -> database.trail().find(AuditQuery.all()))
                .isInstanceOf(AuditReadException.class)
                .hasMessageContaining("cannot read table \"audit_event\"");
        database.dataSource().execute("alter table gone rename to audit_event");
        database.trail().record(ENTRY);
        assertThat(all()).hasSize(1);
    }

    @Test
    void commit_answerLost_retiresTheLane() {
        database.trail().record(ENTRY);
        long lane = all().get(0).lane();
        database.dataSource().loseNextCommit();
        assertThatThrownBy(() -> database.trail().record(ENTRY)).isInstanceOf(AuditWriteException.class);
        assertThat(all()).hasSize(2);
        database.trail().record(ENTRY);
        List<AuditEvent> events = all();
        assertThat(events.get(0).lane()).isNotEqualTo(lane);
        assertThat(events.get(0).number()).isEqualTo(1);
        assertThat(events.get(1).lane()).isEqualTo(lane);
        assertThat(events.get(1).number()).isEqualTo(2);
    }

    @Test
    void commit_answerLostOnALongSession_nextTransactionGoesOn() {
        Session session = database.factory().openSession();
        database.dataSource().loseNextCommit();
        session.beginTransaction();
        session.persist(new Lead(1, "a"));
        assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
        session.clear();
        session.beginTransaction();
        session.persist(new Lead(2, "b"));
        session.getTransaction().commit();
        session.close();
        assertThat(all()).extracting(AuditEvent::number).containsExactly(1L, 1L);
        assertThat(all()).extracting(AuditEvent::lane).doesNotHaveDuplicates();
    }

    @Test
    void constraintViolation_inTheFlush_writesNothing() {
        database.inTransaction(session -> session.persist(new Lead(1, "a")));
        assertThatThrownBy(() -> database.inTransaction(session -> session.persist(new Lead(1, "b"))))
                .isInstanceOf(RuntimeException.class);
        assertThat(all()).hasSize(1);
        database.inTransaction(session -> session.persist(new Lead(2, "b")));
        assertThat(all()).extracting(AuditEvent::number).containsExactly(2L, 1L);
    }

    @Test
    void statelessInsert_noTransaction_isRefusedBeforeTheSql() {
        try (StatelessSession session = database.factory().openStatelessSession()) {
            assertThatThrownBy(() -> session.insert(new Lead(1, "a")))
                    .isInstanceOf(NoTransactionException.class)
                    .hasMessageContaining("cannot INSERT an audited \"Lead\" outside a transaction");
            session.insert(new Company(1, "Acme"));
        }
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNull());
    }

    @Test
    void record_sessionWithoutTransaction_isRefused() {
        try (Session session = database.factory().openSession()) {
            assertThatThrownBy(() -> database.trail().record(session, ENTRY))
                    .isInstanceOf(NoTransactionException.class)
                    .hasMessageContaining("begin a transaction first");
        }
    }

    @Test
    void record_sessionOfAnotherFactory_isRefused() {
        try (SessionFactory other = database.open(List.of(Lead.class, Company.class), Map.of(), "none")) {
            other.inTransaction(
                    session -> assertThatThrownBy(() -> database.trail().record(session, ENTRY))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("it comes from another one"));
        }
    }

    @Test
    void trail_factoryClosed_isRefused() {
        AuditTrail trail = database.trail();
        SessionFactory factory = database.factory();
        factory.close();
        String wanted = "its session factory is closed";
        assertThatThrownBy(() -> AuditTrail.of(factory))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining(wanted);
        assertThatThrownBy(() -> trail.record(ENTRY))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining(wanted);
        assertThatThrownBy(() -> trail.find(AuditQuery.all())).isInstanceOf(AuditUnavailableException.class);
        assertThatThrownBy(trail::verify).isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void trail_switchedOff_costsNothingAndSaysSo() {
        Map<String, Object> off = Map.of("leadfactory.audit.enabled", "false");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), off, "none")) {
            assertThatThrownBy(() -> AuditTrail.of(factory))
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasMessageContaining("setting \"leadfactory.audit.enabled\" is false");
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void noActor_policyRefuse_isRefusedBeforeTheSql() {
        Map<String, Object> refuse = Map.of("leadfactory.audit.no-actor", "refuse");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), refuse, "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Lead(1, "a"))))
                    .isInstanceOf(NoActorException.class)
                    .hasMessageContaining("open an AuditContext");
            assertThatThrownBy(() -> trail.record(ENTRY)).isInstanceOf(NoActorException.class);
            try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
                factory.inTransaction(session -> session.persist(new Lead(2, "b")));
            }
        }
        assertThat(all()).extracting(AuditEvent::actor).containsExactly("alice");
    }

    @Test
    void record_longActorAndSubject_areShortenedAndStillFound() {
        String actor = "a".repeat(1000);
        Subject subject = Subject.of("Lead", "\u0000" + "9".repeat(300));
        try (AuditContext.Scope scope = AuditContext.actor(actor).open()) {
            database.trail().record(AuditEntry.of("VIEWED", subject));
        }
        try (AuditContext.Scope scope = AuditContext.actor(actor + "b").open()) {
            database.trail().record(AuditEntry.of("VIEWED", subject));
        }
        assertThat(database.trail().find(AuditQuery.all().actor(actor)).events())
                .hasSize(1);
        assertThat(database.trail().history(subject, 10).events()).hasSize(2);
        assertThat(all().get(0).actor()).hasSize(255).startsWith("aaa").contains("\u2026");
    }

    @Test
    void auditable_entityWithoutId_isRefusedAtStart() {
        assertThatThrownBy(() -> database.open(List.of(Idless.class), Map.of(), "none"))
                .isInstanceOf(AnnotationException.class)
                .hasMessageContaining("Idless")
                .hasMessageContaining("identifier");
    }

    @Test
    void recordAll_nothing_isNothing() {
        database.dataSource().drain();
        assertThat(database.trail().recordAll(List.of())).isEmpty();
        assertThat(database.dataSource().drain()).isEmpty();
    }

    private List<AuditEvent> all() {
        return database.trail().find(AuditQuery.all()).events();
    }

    /** Somebody forgot the identifier. */
    @Entity
    @Auditable
    static class Idless {
        String name = "";
    }
}
