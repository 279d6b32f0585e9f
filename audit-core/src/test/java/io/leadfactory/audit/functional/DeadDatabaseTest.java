package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditFailure;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.CrashingPostgres;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that dies in a transaction under the policy CONTINUE: what did not happen is no event that happened. */
class DeadDatabaseTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder = Path.of("");

    @Test
    void crash_aroundTheWriteOfTheEvents_neitherLosesNorInventsAny() throws IOException {
        try (CrashingPostgres postgres = new CrashingPostgres(folder.resolve("data"))) {
            try (SessionFactory factory = open(postgres, "create")) {
                crash_beforeTheWrite_isAFailedAttempt(postgres, factory);
                crash_betweenSpoolAndCommit_marksTheEvents(postgres, factory);
            }
            // Closing the factory has written the attempts that waited.
            try (SessionFactory factory = open(postgres, "none")) {
                List<AuditEvent> events =
                        AuditTrail.of(factory).find(AuditQuery.all()).events();
                assertThat(events)
                        .extracting(AuditEvent::action)
                        .containsExactly("TRANSACTION", "INSERT", "INSERT", "TRANSACTION");
                assertThat(events)
                        .extracting(AuditEvent::subject)
                        .containsExactly(
                                Subject.of("Lead", "3"),
                                Subject.of("Lead", "3"),
                                Subject.of("Lead", "2"),
                                Subject.of("Lead", "1"));
                assertThat(events.get(0).details()).containsEntry("end", "UNKNOWN");
                assertThat(events.get(1).details()).containsEntry("audit.commit", "unknown");
                assertThat(events.get(2).details())
                        .containsKey("audit.replayed")
                        .doesNotContainKey("audit.commit");
                assertThat(events.get(3).details()).containsEntry("end", "ROLLED_BACK");
                assertThat(AuditTrail.of(factory).verify().findings()).isEmpty();
            }
        }
    }

    private static void crash_beforeTheWrite_isAFailedAttempt(CrashingPostgres postgres, SessionFactory factory)
            throws IOException {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(new Lead(1, "a"));
            session.flush();
            postgres.crash();
            assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
        }
        postgres.restart();
        AuditTrail trail = AuditTrail.of(factory);
        assertThat(trail.failures())
                .containsEntry(AuditFailure.Kind.REFUSED, 1L)
                .containsEntry(AuditFailure.Kind.SPOOLED, 0L);
        assertThat(trail.replay()).isEqualTo(new ReplayReport(0, 0, 0, 0));
        awaitFailedAttempt(trail);
    }

    /** It is written in the background, when the database takes it; what follows takes the table away. */
    private static void awaitFailedAttempt(AuditTrail trail) {
        long start = System.nanoTime();
        while (trail.find(AuditQuery.all()).events().isEmpty()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
    }

    private static void crash_betweenSpoolAndCommit_marksTheEvents(CrashingPostgres postgres, SessionFactory factory)
            throws IOException {
        breakTable(factory, "audit_event", "gone");
        factory.inTransaction(session -> session.persist(new Lead(2, "b")));
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(new Lead(3, "c"));
            session.flush();
            session.unwrap(SharedSessionContractImplementor.class)
                    .getTransactionCoordinator()
                    .addObserver(new Last(postgres::crash));
            assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
        }
        AuditTrail trail = AuditTrail.of(factory);
        // Before the failed attempt, too, finds a database without the table.
        assertThat(trail.failures()).containsEntry(AuditFailure.Kind.SPOOLED, 2L);
        postgres.restart();
        breakTable(factory, "gone", "audit_event");
        assertThat(trail.replay().isComplete()).isTrue();
        factory.inTransaction(session -> {
            assertThat(session.find(Lead.class, 1L)).isNull();
            assertThat(session.find(Lead.class, 2L)).isNotNull();
            assertThat(session.find(Lead.class, 3L)).isNull();
        });
    }

    private static void breakTable(SessionFactory factory, String from, String to) {
        factory.inTransaction(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("alter table " + from + " rename to " + to);
            }
        }));
    }

    private SessionFactory open(CrashingPostgres postgres, String schemaAction) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(postgres.url());
        Configuration configuration = new Configuration();
        configuration.getProperties().put("hibernate.connection.datasource", dataSource);
        return configuration
                .setProperty("hibernate.hbm2ddl.auto", schemaAction)
                .setProperty("leadfactory.audit.failure-policy", "CONTINUE")
                .setProperty("leadfactory.audit.failed-attempts", "true")
                .setProperty("leadfactory.audit.spool", folder.resolve("spool").toString())
                .addAnnotatedClass(Lead.class)
                .addAnnotatedClass(Company.class)
                .buildSessionFactory();
    }

    /** Comes after the trail and before the commit. */
    private record Last(Runnable task) implements TransactionObserver {
        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {
            task.run();
        }

        @Override
        public void afterCompletion(boolean successful, boolean delayed) {}
    }
}
