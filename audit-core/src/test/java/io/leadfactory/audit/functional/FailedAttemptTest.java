package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.AuditFailureListener;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OneConnection;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of a transaction that came to nothing. Closing the factory waits for what is written behind its back. */
class FailedAttemptTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void rollback_oneSubject_standsInItsHistoryWithoutAValue() {
        with(factory -> {
            try (AuditContext.Scope scope =
                            AuditContext.actor("alice").requestId("r-1").open();
                    Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Lead(1, "secret@example.org"));
                session.flush();
                session.getTransaction().rollback();
            }
        });
        AuditEvent event = only();
        assertThat(event.action()).isEqualTo("TRANSACTION");
        assertThat(event.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(event.subject()).isEqualTo(Subject.of("Lead", "1"));
        assertThat(event.actor()).isEqualTo("alice");
        assertThat(event.origin().requestId()).isEqualTo("r-1");
        assertThat(event.details())
                .containsEntry("end", "ROLLED_BACK")
                .containsEntry("events", "1")
                .containsEntry("tried", "INSERT Lead 1")
                .doesNotContainKey("cause");
        assertThat(event.newValues()).isEmpty();
        assertThat(event.details().toString()).doesNotContain("secret");
    }

    @Test
    void rollback_manySubjects_areNamedUpToABound() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                for (int i = 1; i <= 25; i++) {
                    session.persist(new Lead(i, "a"));
                }
                session.flush();
                session.getTransaction().rollback();
            }
        });
        AuditEvent event = only();
        assertThat(event.subject().type()).isEqualTo("Transaction");
        assertThat(event.subject().id()).isEqualTo(event.details().get("transaction"));
        assertThat(event.details()).containsEntry("events", "25");
        assertThat(event.details().get("tried"))
                .startsWith("INSERT Lead 1, INSERT Lead 2, ")
                .endsWith("INSERT Lead 20 and 5 more");
    }

    @Test
    void flush_constraintViolated_leavesWhatWasTried() {
        database.inTransaction(session -> session.persist(new Lead(1, "a")));
        with(factory -> assertThatThrownBy(() -> factory.inTransaction(session -> {
                    session.persist(new Lead(2, "b"));
                    session.persist(new Lead(1, "c"));
                }))
                .isInstanceOf(RuntimeException.class));
        assertThat(all()).hasSize(2);
        assertThat(all().get(0).details()).containsEntry("tried", "INSERT Lead 2");
    }

    @Test
    void commit_auditInsertFails_namesTheCause() {
        with(factory -> {
            database.dataSource().execute("alter table audit_event rename to gone");
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Lead(1, "a"))))
                    .isInstanceOf(AuditWriteException.class);
            assertThatThrownBy(() -> AuditTrail.of(factory).record(AuditEntry.of("X", Subject.of("Lead", "1"))))
                    .isInstanceOf(AuditWriteException.class);
            database.dataSource().execute("alter table gone rename to audit_event");
        });
        assertThat(only().details())
                .containsEntry("end", "ROLLED_BACK")
                .containsEntry("cause", "org.h2.jdbc.JdbcSQLSyntaxErrorException")
                .containsEntry("sqlState", "42S02");
    }

    @Test
    void commit_answerLost_saysThatTheEndIsUnknown() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                database.dataSource().loseNextCommit();
                session.beginTransaction();
                session.persist(new Lead(1, "a"));
                assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
            }
        });
        List<AuditEvent> events = all();
        assertThat(events).extracting(AuditEvent::action).containsExactly("TRANSACTION", "INSERT");
        assertThat(events.get(0).details())
                .containsEntry("end", "UNKNOWN")
                .containsEntry("transaction", events.get(1).id().toString());
    }

    @Test
    void session_closedInItsTransaction_leavesWhatWasTried() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Lead(1, "a"));
                session.flush();
            }
        });
        assertThat(only().details()).containsEntry("end", "NOT_ENDED");
    }

    @Test
    void session_usedAgainAfterARollback_leavesOneEventForEach() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                for (int i = 1; i <= 3; i++) {
                    session.beginTransaction();
                    session.persist(new Lead(i, "a"));
                    session.flush();
                    session.getTransaction().rollback();
                    session.clear();
                }
                session.beginTransaction();
                session.persist(new Lead(4, "a"));
                session.getTransaction().commit();
            }
        });
        assertThat(all())
                .filteredOn(event -> event.action().equals("TRANSACTION"))
                .extracting(event -> event.subject().id())
                .containsExactlyInAnyOrder("1", "2", "3");
        assertThat(all()).hasSize(4);
    }

    @Test
    void rollback_nothingRecorded_leavesNothing() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Company(1, "Acme"));
                session.flush();
                session.getTransaction().rollback();
                session.beginTransaction();
                session.getTransaction().commit();
            }
        });
        assertThat(all()).isEmpty();
    }

    @Test
    void rollback_oneConnectionThatTheSessionHolds_doesNotWaitForIt() {
        Map<String, Object> settings = Map.of(
                "leadfactory.audit.failed-attempts",
                true,
                "hibernate.connection.datasource",
                new OneConnection(database.dataSource()),
                "hibernate.connection.handling_mode",
                "DELAYED_ACQUISITION_AND_HOLD");
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            try (Session session = factory.openSession()) {
                for (int i = 1; i <= 3; i++) {
                    session.beginTransaction();
                    session.persist(new Lead(i, "a"));
                    session.flush();
                    session.getTransaction().rollback();
                    session.clear();
                }
            }
        }
        assertThat(all()).hasSize(3);
    }

    @Test
    void rollback_afterTheFactoryWasClosed_isCountedAsLost() {
        List<AuditFailure> heard = new CopyOnWriteArrayList<>();
        AuditFailureListener listener = heard::add;
        Map<String, Object> settings =
                Map.of("leadfactory.audit.failed-attempts", true, "leadfactory.audit.failure-listener", listener);
        SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none");
        Session session = factory.openSession();
        session.beginTransaction();
        session.persist(new Lead(1, "a"));
        session.flush();
        factory.close();
        session.getTransaction().rollback();
        assertThat(heard).extracting(AuditFailure::kind).containsExactly(AuditFailure.Kind.LOST);
        assertThat(all()).isEmpty();
    }

    private void with(Consumer<SessionFactory> work) {
        Map<String, Object> settings = Map.of("leadfactory.audit.failed-attempts", true);
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            work.accept(factory);
        }
    }

    private AuditEvent only() {
        assertThat(all()).hasSize(1);
        return all().get(0);
    }

    private List<AuditEvent> all() {
        return database.trail().find(AuditQuery.all()).events();
    }
}
