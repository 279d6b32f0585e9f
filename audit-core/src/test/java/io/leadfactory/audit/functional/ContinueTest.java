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
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.FullDisk;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.transaction.spi.TransactionObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The policy CONTINUE: what the database does not take waits in the spool, and nothing else does. */
@OnEveryDatabase
class ContinueTest {
    private static final AuditEntry ENTRY = AuditEntry.of("EXPORT", Subject.of("Lead", "1"));

    @RegisterExtension
    final TestDatabase database;

    private final FullDisk disk = new FullDisk();
    private final List<AuditFailure> heard = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    Path folder = Path.of("");

    ContinueTest(DatabaseKind kind) {
        database = new TestDatabase(Lead.class, Company.class).on(kind);
    }

    @Test
    void commit_auditInsertFails_goesOnAndIsReplayed() throws IOException {
        try (SessionFactory factory = open()) {
            AuditTrail trail = AuditTrail.of(factory);
            trail.record(ENTRY);
            breakTable();
            try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
                factory.inTransaction(session -> {
                    session.persist(new Lead(1, "secret@example.org"));
                    session.persist(new Lead(2, "b"));
                });
            }
            factory.inTransaction(
                    session -> assertThat(session.find(Lead.class, 1L)).isNotNull());
            assertThat(heard).first().satisfies(failure -> {
                assertThat(failure.kind()).isEqualTo(AuditFailure.Kind.SPOOLED);
                assertThat(failure.events()).isEqualTo(2);
                assertThat(failure.message()).contains("they wait in the spool").doesNotContain("secret");
            });
            assertThat(trail.failures()).containsEntry(AuditFailure.Kind.SPOOLED, 2L);
            mendTable();
            assertThat(trail.replay().isComplete()).isTrue();

            List<AuditEvent> events = all();
            assertThat(events).hasSize(3);
            AuditEvent one = trail.history(Subject.of("Lead", "1"), 10).events().get(0);
            assertThat(one.actor()).isEqualTo("alice");
            assertThat(one.newValues()).containsEntry("email", "secret@example.org");
            assertThat(one.details()).containsKey("audit.replayed").doesNotContainKey("audit.commit");
            assertThat(events.get(0).transactionId()).isEqualTo(events.get(1).transactionId());
            assertThat(events.get(2).details()).isEmpty();
            assertThat(segments()).isEmpty();

            factory.inTransaction(session -> session.persist(new Lead(3, "c")));
            assertThat(all().get(0).lane()).isEqualTo(all().get(3).lane());
            assertThat(all().get(0).number()).isEqualTo(2);
        }
    }

    @Test
    void replay_detailsOfTheApplication_keepTheirValues() {
        try (SessionFactory factory = open()) {
            AuditTrail trail = AuditTrail.of(factory);
            breakTable();
            trail.record(ENTRY.detail("commit", "4f2a1c").detail("replayed", "no"));
            mendTable();
            assertThat(trail.replay().isComplete()).isTrue();
            assertThat(all().get(0).details())
                    .containsEntry("commit", "4f2a1c")
                    .containsEntry("replayed", "no")
                    .containsKey("audit.replayed");
        }
    }

    @Test
    void replay_whenTheDatabaseIsBack_happensByItself() {
        try (SessionFactory factory = open()) {
            breakTable();
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
            mendTable();
            // Beside the background replay, this one waits for it and finds nothing left.
            ReplayReport report = AuditTrail.of(factory).replay();
            assertThat(report.isComplete()).isTrue();
            assertThat(all()).hasSize(1);
        }
    }

    @Test
    void rollback_afterTheEventsWentToTheSpool_isKnownWhereTheDatabaseCanSay() {
        try (SessionFactory factory = open()) {
            breakTable();
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Lead(1, "a"));
                session.flush();
                session.unwrap(SharedSessionContractImplementor.class)
                        .getTransactionCoordinator()
                        .addObserver(new Failing());
                assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(IllegalStateException.class);
            }
            mendTable();
            AuditTrail.of(factory).replay();
        }
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNull());
        if (database.kind() == DatabaseKind.POSTGRESQL) {
            assertThat(all()).isEmpty();
        } else {
            assertThat(all())
                    .singleElement()
                    .satisfies(event -> assertThat(event.details()).containsEntry("audit.commit", "unknown"));
        }
    }

    @Test
    void commit_answerLostWithEventsInTheSpool_marksThemAsUnknown() {
        try (SessionFactory factory = open()) {
            breakTable();
            try (Session session = factory.openSession()) {
                session.beginTransaction();
                session.persist(new Lead(1, "a"));
                database.dataSource().loseNextCommit();
                assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(RuntimeException.class);
            }
            mendTable();
            AuditTrail.of(factory).replay();
            assertThat(all()).hasSize(1);
            if (database.kind() == DatabaseKind.POSTGRESQL) {
                assertThat(all().get(0).details()).doesNotContainKey("audit.commit");
            } else {
                assertThat(all().get(0).details()).containsEntry("audit.commit", "unknown");
            }
        }
    }

    @Test
    void commit_spoolFullToo_rollsTheChangeBack() throws IOException {
        try (SessionFactory factory = open()) {
            breakTable();
            disk.room(10);
            assertThatThrownBy(() -> factory.inTransaction(session -> session.persist(new Lead(1, "secret"))))
                    .isInstanceOf(AuditWriteException.class)
                    .hasMessageContaining("cannot keep 1 audit event(s) in the spool")
                    .hasMessageContaining("No space left on device")
                    .hasMessageNotContaining("secret");
            factory.inTransaction(
                    session -> assertThat(session.find(Lead.class, 1L)).isNull());
            disk.room(Long.MAX_VALUE);
            factory.inTransaction(session -> session.persist(new Lead(2, "b")));
            mendTable();
            AuditTrail.of(factory).replay();
            assertThat(all()).extracting(event -> event.subject().id()).containsExactly("2");
            assertThat(segments()).isEmpty();
        }
    }

    @Test
    void record_ownTransactionThatCannotBegin_waitsInTheSpool() {
        try (SessionFactory factory = open()) {
            database.dataSource().refuseConnections(true);
            AuditTrail.of(factory).record(ENTRY);
            database.dataSource().refuseConnections(false);
            AuditTrail.of(factory).replay();
            assertThat(all()).hasSize(1);
        }
    }

    @Test
    void start_spoolLeftByAnEarlierProcess_isReplayed() {
        try (SessionFactory factory = open()) {
            breakTable();
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
        }
        mendTable();
        try (SessionFactory factory = open()) {
            AuditTrail.of(factory).replay();
            assertThat(all()).hasSize(1);
            AuditTrail.of(factory).replay();
            assertThat(all()).hasSize(1);
        }
    }

    @Test
    void commit_nothingFails_costsASavepointAndLeavesNoFile() throws IOException {
        try (SessionFactory factory = open()) {
            database.dataSource().drain();
            factory.inTransaction(session -> session.persist(new Lead(1, "a")));
            assertThat(database.dataSource().drain()).hasSize(2);
            assertThat(segments()).isEmpty();
            assertThat(heard).isEmpty();
        }
    }

    private SessionFactory open() {
        Map<String, Object> settings = Map.of(
                "leadfactory.audit.failure-policy",
                "CONTINUE",
                "leadfactory.audit.spool",
                folder.toString(),
                "leadfactory.audit.spool-files",
                disk,
                "leadfactory.audit.failure-listener",
                (AuditFailureListener) heard::add);
        return database.open(List.of(Lead.class, Company.class), settings, "none");
    }

    private void breakTable() {
        database.dataSource().execute("alter table audit_event rename to gone");
    }

    private void mendTable() {
        database.dataSource().execute("alter table gone rename to audit_event");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(".spool")).toList();
        }
    }

    private List<AuditEvent> all() {
        return database.trail().find(AuditQuery.all()).events();
    }

    /** Comes after the trail and fails. */
    private static final class Failing implements TransactionObserver {
        @Override
        public void afterBegin() {}

        @Override
        public void beforeCompletion() {
            throw new IllegalStateException("too late");
        }

        @Override
        public void afterCompletion(boolean successful, boolean delayed) {}
    }
}
