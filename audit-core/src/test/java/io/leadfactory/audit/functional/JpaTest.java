package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.RollbackException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaTest {
    private static final AuditEntry ENTRY = AuditEntry.of("X", Subject.of("Lead", "1"));

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void entityManager_changesAndEntries_areRecorded() {
        try (EntityManagerFactory factory = open()) {
            factory.runInTransaction(manager -> {
                manager.persist(new Lead(1, "a"));
                trail(factory).record(manager.unwrap(Session.class), ENTRY);
            });
            assertThat(trail(factory).history(Subject.of("Lead", "1"), 10).events())
                    .hasSize(2);
        }
    }

    @Test
    void entityManager_closedBeforeItsCommit_isRecorded() {
        try (EntityManagerFactory factory = open()) {
            EntityManager manager = factory.createEntityManager();
            var transaction = manager.getTransaction();
            transaction.begin();
            manager.persist(new Lead(1, "a"));
            manager.flush();
            manager.close();
            transaction.commit();
            assertThat(trail(factory).history(Subject.of("Lead", "1"), 10).events())
                    .hasSize(1);
        }
    }

    @Test
    void entityManager_statements_areRecordedOnce() {
        try (EntityManagerFactory factory = open();
                BulkMode.Scope scope = BulkMode.ROWS.open()) {
            factory.runInTransaction(manager -> manager.persist(new Lead(1, "a")));
            factory.runInTransaction(manager -> {
                manager.createQuery("update Lead set email = :email where id = ?1")
                        .setParameter("email", "b")
                        .setParameter(1, 1L)
                        .executeUpdate();
                manager.createNativeQuery("delete from Lead").executeUpdate();
            });
            assertThat(trail(factory).find(AuditQuery.all()).events())
                    .extracting(event -> event.action() + ' ' + event.subject())
                    .containsExactly("NATIVE_DELETE Lead#*", "UPDATE Lead#1", "BULK_UPDATE Lead#*", "INSERT Lead#1");
        }
    }

    @Test
    void commit_auditInsertFails_rollsBackAndKeepsTheCause() {
        try (EntityManagerFactory factory = open()) {
            database.dataSource().execute("alter table audit_event rename to gone");
            assertThatThrownBy(() -> factory.runInTransaction(manager -> manager.persist(new Lead(1, "a"))))
                    .isInstanceOf(RollbackException.class)
                    .hasCauseInstanceOf(AuditWriteException.class);
            assertThatThrownBy(() -> trail(factory).record(ENTRY)).isInstanceOf(AuditWriteException.class);
        }
        database.dataSource().execute("alter table gone rename to audit_event");
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNull());
    }

    private static AuditTrail trail(EntityManagerFactory factory) {
        return AuditTrail.of(factory.unwrap(SessionFactory.class));
    }

    private EntityManagerFactory open() {
        return new HibernatePersistenceConfiguration("test")
                .managedClasses(Lead.class, Company.class)
                .property("hibernate.connection.datasource", database.dataSource())
                .createEntityManagerFactory();
    }
}
