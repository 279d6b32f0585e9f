package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a transaction can end, on PostgreSQL: the trail says what happened, and the lanes go on. */
class TransactionEdgesTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class).on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void deadlock_victim_leavesAnAttemptAndTheOtherItsEvents() throws Exception {
        seed();
        with(factory -> {
            CyclicBarrier bothHoldOne = new CyclicBarrier(2);
            Executor each = task -> new Thread(task).start();
            CompletableFuture<Throwable> one =
                    CompletableFuture.supplyAsync(() -> update(factory, bothHoldOne, 1, 2), each);
            CompletableFuture<Throwable> two =
                    CompletableFuture.supplyAsync(() -> update(factory, bothHoldOne, 2, 1), each);
            assertThat((one.join() == null) != (two.join() == null)).isTrue();
        });
        assertThat(events("UPDATE")).hasSize(2);
        assertThat(events("TRANSACTION")).singleElement().satisfies(event -> {
            assertThat(event.details()).containsEntry("end", "ROLLED_BACK");
            assertThat(event.details().get("tried")).startsWith("UPDATE Lead ");
        });
    }

    private static Throwable update(SessionFactory factory, CyclicBarrier bothHoldOne, long first, long second) {
        return catchThrowable(() -> factory.inTransaction(session -> {
            session.find(Lead.class, first, LockMode.PESSIMISTIC_WRITE).email = "by " + first;
            session.flush();
            await(bothHoldOne);
            session.find(Lead.class, second, LockMode.PESSIMISTIC_WRITE).email = "by " + first;
        }));
    }

    @Test
    void serialization_failure_leavesAnAttemptAndTheRetryGoesOn() {
        seed();
        with(factory -> {
            try (Session loser = factory.openSession()) {
                loser.beginTransaction();
                loser.doWork(TransactionEdgesTest::serializable);
                Lead mine = loser.find(Lead.class, 1L);
                factory.inTransaction(winner -> winner.find(Lead.class, 1L).email = "winner");
                mine.email = "loser";
                assertThatThrownBy(() -> loser.getTransaction().commit()).isInstanceOf(RuntimeException.class);
                loser.clear();
                loser.beginTransaction();
                loser.find(Lead.class, 1L).email = "retry";
                loser.getTransaction().commit();
            }
        });
        assertThat(events("UPDATE"))
                .extracting(event -> event.newValues().get("email"))
                .containsExactly("retry", "winner");
        assertThat(events("UPDATE"))
                .extracting(AuditEvent::lane)
                .containsOnly(events("UPDATE").get(0).lane());
    }

    private static void serializable(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
        }
    }

    @Test
    void connection_closedUnderTheSession_leavesAnAttemptAndNoEvent() {
        with(factory -> {
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Lead(1, "a"));
                session.flush();
                session.doWork(Connection::close);
                assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
            }
            factory.inTransaction(session -> session.persist(new Lead(2, "b")));
        });
        assertThat(events("INSERT")).extracting(event -> event.subject().id()).containsExactly("2");
        assertThat(events("TRANSACTION")).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(event.details()).containsEntry("end", "ROLLED_BACK").containsKey("cause");
        });
    }

    @Test
    void childSession_failsInItsParentsTransaction_leavesOneAttempt() {
        with(factory -> {
            try (Session parent = factory.openSession()) {
                parent.beginTransaction();
                parent.persist(new Lead(1, "a"));
                parent.flush();
                try (StatelessSession child =
                        parent.statelessWithOptions().connection().open()) {
                    child.insert(new Lead(2, "b"));
                    assertThatThrownBy(() -> child.insert(new Lead(2, "c"))).isInstanceOf(RuntimeException.class);
                }
                parent.getTransaction().rollback();
            }
        });
        assertThat(events("INSERT")).isEmpty();
        assertThat(events("TRANSACTION"))
                .singleElement()
                .satisfies(event -> assertThat(event.details()).containsEntry("tried", "INSERT Lead 1, INSERT Lead 2"));
    }

    @Test
    void entityManager_rolledBackAndUsedAgain_recordsWhatIsCommitted() {
        with(factory -> {
            try (EntityManager manager = factory.createEntityManager()) {
                manager.getTransaction().begin();
                manager.persist(new Lead(1, "a"));
                manager.flush();
                manager.getTransaction().setRollbackOnly();
                assertThat(catchThrowable(() -> manager.getTransaction().commit()))
                        .satisfiesAnyOf(
                                thrown -> assertThat(thrown).isNull(),
                                thrown -> assertThat(thrown).isInstanceOf(RuntimeException.class));
                manager.clear();
                manager.getTransaction().begin();
                manager.persist(new Lead(1, "b"));
                manager.getTransaction().commit();
            }
        });
        assertThat(events("INSERT"))
                .singleElement()
                .satisfies(event -> assertThat(event.newValues()).containsEntry("email", "b"));
        assertThat(events("TRANSACTION")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"40P01, false", "40001, false", "08006, false", "57014, true", "53100, true"})
    void insertOfEvents_refused_goesOnUnlessTheTransactionIsLost(String sqlState, boolean goesOn) {
        Map<String, Object> settings =
                Map.of("leadfactory.audit.failure-policy", "CONTINUE", "leadfactory.audit.spool", folder.toString());
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            database.dataSource().refuseNext("audit_event", sqlState);
            Throwable thrown =
                    catchThrowable(() -> factory.inTransaction(session -> session.persist(new Lead(1, "a"))));
            if (goesOn) {
                assertThat(thrown).isNull();
            } else {
                assertThat(thrown).isInstanceOf(AuditWriteException.class);
            }
            assertThat(AuditTrail.of(factory).replay().isComplete()).isTrue();
        }
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L) != null).isEqualTo(goesOn));
        assertThat(events("INSERT")).hasSize(goesOn ? 1 : 0);
    }

    private void seed() {
        database.inTransaction(session -> {
            session.persist(new Lead(1, "a"));
            session.persist(new Lead(2, "b"));
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void with(Consumer<SessionFactory> work) {
        Map<String, Object> settings = Map.of("leadfactory.audit.failed-attempts", true);
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            work.accept(factory);
        }
    }

    private List<AuditEvent> events(String action) {
        return database.trail().find(AuditQuery.all().action(action)).events();
    }
}
