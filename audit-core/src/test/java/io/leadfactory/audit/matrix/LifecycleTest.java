package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.example.CountingDataSource;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sessions can do beside inserting, updating and deleting one entity after the other. */
@OnEveryDatabase
class LifecycleTest {
    private static final List<Class<?>> ENTITIES = List.of(Parent.class, Child.class, Constant.class, Fixed.class);

    @RegisterExtension
    final TestDatabase database;

    LifecycleTest(DatabaseKind kind) {
        database = new TestDatabase(ENTITIES.toArray(Class<?>[]::new)).on(kind);
    }

    @Test
    void merge_detachedGraph_recordsWhatDiffersFromTheRows() {
        Child detached = new Child(1, "c", new Parent(1, "p"));
        database.inTransaction(session -> session.persist(detached));
        detached.name = "d";
        parent(detached).name = "q";
        List<String> executed = executions(session -> session.merge(detached));
        assertThat(executed).filteredOn(sql -> sql.startsWith("select")).hasSize(1);
        assertThat(events("UPDATE"))
                .extracting(event -> event.subject() + " " + event.oldValues() + " " + event.newValues())
                .containsExactlyInAnyOrder("Child#1 {name=c} {name=d}", "Parent#1 {name=p} {name=q}");
    }

    @Test
    void merge_newEntity_isAnInsert() {
        database.inTransaction(session -> session.merge(new Parent(1, "p")));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT");
    }

    @Test
    void entityManager_persistMergeRemove_isRecorded() {
        entityManager(manager -> manager.persist(new Parent(1, "p")));
        entityManager(manager -> manager.find(Parent.class, 1L).name = "q");
        entityManager(manager -> manager.remove(manager.find(Parent.class, 1L)));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT", "UPDATE", "DELETE");
    }

    @Test
    void rollbackToSavepoint_leavesTheEventsOfWhatWasUndone() {
        // Hibernate does not hear of a savepoint. Its own session would go on believing in the row, too.
        database.inTransaction(session -> {
            session.persist(new Parent(1, "p"));
            session.flush();
            session.doWork(connection -> {
                Savepoint savepoint = connection.setSavepoint();
                session.persist(new Parent(2, "undone"));
                session.flush();
                connection.rollback(savepoint);
            });
            session.clear();
        });
        assertThat(count("Parent")).isEqualTo(1);
        assertThat(all()).extracting(event -> event.subject().id()).containsExactly("1", "2");
    }

    @Test
    void rollback_leavesNoChange() {
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            session.persist(new Parent(1, "p"));
            session.flush();
            session.getTransaction().rollback();
        }
        database.inTransaction(session -> session.persist(new Parent(2, "q")));
        assertThat(all())
                .filteredOn(event -> event.action().equals("INSERT"))
                .extracting(event -> event.subject().id())
                .containsExactly("2");
    }

    @Test
    void readOnly_session_recordsNothing() {
        database.inTransaction(session -> session.persist(new Parent(1, "p")));
        List<String> executed = executions(session -> {
            session.setDefaultReadOnly(true);
            session.find(Parent.class, 1L).name = "q";
        });
        assertThat(executed).hasSize(1).allMatch(sql -> sql.startsWith("select"));
        assertThat(all()).hasSize(1);
    }

    @Test
    void immutable_entity_isInsertedAndDeletedOnly() {
        database.inTransaction(session -> session.persist(new Constant()));
        database.inTransaction(session -> session.find(Constant.class, 1L).name = "b");
        database.inTransaction(session -> session.remove(session.find(Constant.class, 1L)));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT", "DELETE");
        assertThat(all().get(1).oldValues()).containsOnly(entry("name", "a"));
    }

    @Test
    void update_attributeThatIsNotUpdatable_isNotRecorded() {
        database.inTransaction(session -> session.persist(new Fixed()));
        database.inTransaction(session -> {
            Fixed fixed = session.find(Fixed.class, 1L);
            fixed.name = "b";
            fixed.creator = "forged";
        });
        database.factory().inStatelessTransaction(session -> {
            Fixed fixed = session.get(Fixed.class, 1L);
            fixed.name = "c";
            fixed.creator = "forged";
            session.update(fixed);
        });
        assertThat(events("UPDATE"))
                .extracting(event -> event.oldValues() + " " + event.newValues())
                .containsExactly("{name=a} {name=b}", "{} {name=c}");
    }

    @Test
    void multiple_insertUpdateUpsertDelete_areAsManyEventsInOneExecution() {
        List<Parent> parents = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            parents.add(new Parent(i, "p" + i));
        }
        assertThat(audits(session -> session.insertMultiple(parents))).isEqualTo(1);
        assertThat(audits(session -> {
                    parents.forEach(parent -> parent.name = "q" + parent.id);
                    session.updateMultiple(parents);
                }))
                .isEqualTo(1);
        assertThat(audits(session -> session.upsertMultiple(parents))).isEqualTo(1);
        assertThat(audits(session -> session.deleteMultiple(parents))).isEqualTo(1);
        assertThat(all())
                .extracting(event -> event.action() + event.subject().id())
                .containsExactly(
                        "INSERT1", "INSERT2", "INSERT3", "UPDATE1", "UPDATE2", "UPDATE3", "UPSERT1", "UPSERT2",
                        "UPSERT3", "DELETE1", "DELETE2", "DELETE3");
    }

    @Test
    void upsert_oldStateRead_recordsWhatItReplaced() {
        try (SessionFactory reading = database.open(ENTITIES, Map.of("leadfactory.audit.old-state", "READ"), "none")) {
            reading.inStatelessTransaction(session -> session.upsert(new Child(1, "a", null)));
            reading.inStatelessTransaction(session -> session.upsert(new Child(1, "b", null)));
            reading.inStatelessTransaction(session -> session.upsert(new Child(1, "b", null)));
            reading.inStatelessTransaction(session -> session.delete(new Child(1, "not what the row holds", null)));
        }
        assertThat(all())
                .extracting(event -> event.action() + " " + event.oldValues() + " " + event.newValues())
                .containsExactly(
                        "UPSERT {} {name=a, parent=null}",
                        "UPSERT {name=a} {name=b}",
                        "DELETE {name=b, parent=null} {}");
    }

    @Test
    void update_oldStateRead_seesWhatWaitsInABatch() {
        try (SessionFactory reading = database.open(ENTITIES, Map.of("leadfactory.audit.old-state", "READ"), "none")) {
            reading.inStatelessTransaction(session -> {
                session.setJdbcBatchSize(10);
                session.insert(named("a"));
                session.update(named("b"));
                session.delete(named("forgotten"));
            });
        }
        assertThat(all())
                .extracting(event -> event.action() + " " + event.oldValues() + " " + event.newValues())
                .containsExactly(
                        "INSERT {} {creator=c, name=a}", "UPDATE {name=a} {name=b}", "DELETE {creator=c, name=b} {}");
    }

    private static Fixed named(String name) {
        Fixed fixed = new Fixed();
        fixed.name = name;
        return fixed;
    }

    private void entityManager(Consumer<EntityManager> work) {
        try (EntityManager manager = database.factory().createEntityManager()) {
            manager.getTransaction().begin();
            work.accept(manager);
            manager.getTransaction().commit();
        }
    }

    private List<String> executions(Consumer<Session> work) {
        CountingDataSource executed = database.dataSource();
        executed.drain();
        database.inTransaction(work);
        return executed.drain();
    }

    private long audits(Consumer<StatelessSession> work) {
        database.dataSource().drain();
        database.factory().inStatelessTransaction(work);
        return database.dataSource().drain().stream()
                .filter(sql -> sql.startsWith("insert into audit_event"))
                .count();
    }

    private long count(String entity) {
        return Objects.requireNonNull(database.factory()
                .fromTransaction(session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                        .getSingleResult()));
    }

    private static Parent parent(Child child) {
        return Objects.requireNonNull(child.parent);
    }

    private List<AuditEvent> events(String action) {
        return all().stream().filter(event -> event.action().equals(action)).toList();
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events;
    }

    /** Is referred to. */
    @Entity(name = "Parent")
    @Auditable
    static class Parent {
        @Id
        Long id = 0L;

        @Nullable
        String name;

        @Version
        int version;

        protected Parent() {}

        Parent(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** Refers to it. */
    @Entity(name = "Child")
    @Auditable
    static class Child {
        @Id
        Long id = 0L;

        @Nullable
        String name;

        @ManyToOne(cascade = CascadeType.ALL, fetch = FetchType.EAGER)
        @Nullable
        Parent parent;

        protected Child() {}

        Child(long id, String name, @Nullable Parent parent) {
            this.id = id;
            this.name = name;
            this.parent = parent;
        }
    }

    /** Is never updated. */
    @Entity(name = "Constant")
    @Auditable
    @Immutable
    static class Constant {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";
    }

    /** Has an attribute that is never updated. */
    @Entity(name = "FixedCreator")
    @Auditable
    static class Fixed {
        @Id
        Long id = 1L;

        @Nullable
        String name = "a";

        @Column(updatable = false)
        @Nullable
        String creator = "c";
    }
}
