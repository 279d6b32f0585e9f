package io.leadfactory.audit.functional;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Address;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.OrderLine;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.SequenceGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.ParamDef;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.exception.DataException;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEveryDatabase
class BulkTest {
    @RegisterExtension
    final TestDatabase database;

    BulkTest(DatabaseKind kind) {
        database = new TestDatabase(
                        Lead.class,
                        Company.class,
                        OrderLine.class,
                        Vehicle.class,
                        Car.class,
                        Bike.class,
                        Note.class,
                        Beacon.class,
                        Tagged.class,
                        Shape.class,
                        Circle.class)
                .on(kind);
    }

    @Test
    void update_hql_isOneEventWithoutValues() {
        leads(3);
        int rows = change(
                "update Lead set email = :email, score = 7 where id > ?1 and email <> 'other@example.org'",
                query -> query.setParameter("email", "secret@example.org").setParameter(1, 1L));
        assertThat(rows).isEqualTo(2);
        AuditEvent event = only();
        assertThat(event.action()).isEqualTo("BULK_UPDATE");
        assertThat(event.subject()).isEqualTo(Subject.of("Lead", "*"));
        assertThat(event.details()).containsEntry("rows", "2");
        assertThat(event.details().get("parameters")).contains(":email String", "?1 Long");
        assertThat(event.details().get("statement"))
                .startsWith("update ")
                .contains(".email", ":email", ".score", "***", "?1", "'***'")
                .doesNotContain("example.org", "7");
        assertThat(event.oldValues()).isEmpty();
        assertThat(event.newValues()).isEmpty();
    }

    @Test
    void delete_everyWayToAsk_isOneEventEach() {
        leads(9);
        database.inTransaction(session -> {
            delete(session.createMutationQuery("delete from Lead where id = :id"), 1L);
            delete(session.createMutationQuery("delete from Lead where id = :id"), 2L);
            assertThat(session.createMutationQuery("delete from Lead where id = 3")
                            .executeUpdate())
                    .isEqualTo(1);
            delete(session.createNamedMutationQuery("removeNote"), 4L);
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            var delete = builder.createCriteriaDelete(Lead.class);
            delete.where(builder.equal(delete.from(Lead.class).get("email"), "a5"));
            assertThat(session.createMutationQuery(delete).executeUpdate()).isEqualTo(1);
        });
        database.factory()
                .inStatelessTransaction(
                        session -> delete(session.createMutationQuery("delete from Lead where id = :id"), 6L));
        EntityManager manager = database.factory().createEntityManager();
        manager.getTransaction().begin();
        assertThat(manager.createQuery("delete from Lead where id = 7").executeUpdate())
                .isEqualTo(1);
        manager.getTransaction().commit();
        manager.close();
        assertThat(since()).hasSize(7).allSatisfy(event -> {
            assertThat(event.action()).isEqualTo("BULK_DELETE");
            assertThat(event.details())
                    .containsEntry("rows", event.subject().type().equals("Note") ? "0" : "1");
            assertThat(event.details().get("statement")).doesNotContain("a5");
        });
    }

    @Test
    void insert_valuesAndSelect_areOneEventEach() {
        leads(2);
        change("insert into OrderLine (key.orderId, key.line, quantity) values (1, 2, 3)", query -> {});
        change("insert into Beacon (text) select l.email from Lead l", query -> {});
        assertThat(since()).extracting(AuditEvent::action).containsExactly("BULK_INSERT", "BULK_INSERT");
        assertThat(since()).extracting(event -> event.subject().type()).containsExactly("order line", "Beacon");
        assertThat(since()).extracting(event -> event.details().get("rows")).containsExactly("1", "2");
    }

    @Test
    void inheritance_severalTables_isOneEvent() {
        vehicles();
        change("update Vehicle set plate = 'x'", query -> {});
        change("update Car set plate = 'y', doors = 5", query -> {});
        change("delete from Vehicle", query -> {});
        assertThat(since()).extracting(AuditEvent::toString).allMatch(text -> text.startsWith("BULK_"));
        assertThat(since()).extracting(event -> event.subject().type()).containsExactly("Vehicle", "Car", "Vehicle");
        assertThat(since()).extracting(event -> event.details().get("rows")).containsExactly("3", "2", "3");
    }

    @Test
    void subclassAudited_statementOnItsSuperclass_isRecordedForTheSubclass() {
        database.inTransaction(session -> session.persist(new Circle()));
        seen = all().size();
        change("update Shape set area = 2", query -> {});
        assertThat(only().subject()).isEqualTo(Subject.of("Circle", "*"));
    }

    @Test
    void notAudited_entity_leavesNoEvent() {
        change("update Company set name = 'x'", query -> {});
        assertThat(all()).isEmpty();
    }

    @Test
    void delete_withCollectionTables_isOneEvent() {
        tagged();
        change("delete from Tagged where id < 5", query -> {});
        AuditEvent event = only();
        assertThat(event.action()).isEqualTo("BULK_DELETE");
        assertThat(event.details()).containsEntry("rows", "2");
    }

    @Test
    void rollback_leavesNoEvent() {
        leads(1);
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            session.createMutationQuery("delete from Lead").executeUpdate();
            session.getTransaction().rollback();
        }
        assertThat(since()).isEmpty();
    }

    @Test
    void statement_costsNoStatement() {
        leads(3);
        database.dataSource().drain();
        change("update Lead set email = 'x'", query -> {});
        List<String> executions = database.dataSource().drain();
        assertThat(executions).hasSize(2);
        assertThat(executions.get(0)).startsWith("update ");
        assertThat(executions.get(1)).startsWith("insert into audit_event");
    }

    @Test
    void rows_update_recordsOldAndNewValuesOfTheRowsThatChanged() {
        leads(4);
        database.inTransaction(session -> {
            Lead managed = session.find(Lead.class, 4L);
            managed.email = "pending";
            try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
                database.dataSource().drain();
                int entities = session.getStatistics().getEntityCount();
                session.createMutationQuery("update Lead set email = :email where id in (:ids) and company is null")
                        .setParameter("email", "a2")
                        .setParameterList("ids", List.of(1L, 2L, 4L))
                        .executeUpdate();
                assertThat(session.getStatistics().getEntityCount()).isEqualTo(entities);
                assertThat(database.dataSource().drain())
                        .extracting(sql -> sql.substring(0, 6))
                        .containsExactly("update", "select", "update", "select");
            }
        });
        List<AuditEvent> events = since();
        assertThat(events).extracting(AuditEvent::action).containsExactly("UPDATE", "BULK_UPDATE", "UPDATE", "UPDATE");
        assertThat(events.get(1).details()).containsEntry("rows", "3").containsEntry("recorded rows", "3");
        assertThat(events.get(2).subject()).isEqualTo(Subject.of("Lead", "1"));
        assertThat(events.get(2).oldValues()).containsOnly(entry("email", "a1"));
        assertThat(events.get(2).newValues()).containsOnly(entry("email", "a2"));
        assertThat(events.get(3).subject()).isEqualTo(Subject.of("Lead", "4"));
        assertThat(events.get(3).oldValues()).containsOnly(entry("email", "pending"));
    }

    @Test
    void rows_delete_recordsTheFullStateOfEachRow() {
        leads(2);
        tagged();
        vehicles();
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            change("delete from Lead where email like :email", query -> query.setParameter("email", "a%"));
            change("delete from Tagged", query -> {});
            change("delete from Vehicle v where v.plate = 'p'", query -> {});
        }
        List<AuditEvent> events = since();
        assertThat(events)
                .extracting(event -> event.action() + ' ' + event.subject())
                .containsExactlyInAnyOrder(
                        "BULK_DELETE Lead#*",
                        "DELETE Lead#1",
                        "DELETE Lead#2",
                        "BULK_DELETE Tagged#*",
                        "DELETE Tagged#1",
                        "DELETE Tagged#2",
                        "BULK_DELETE Vehicle#*",
                        "DELETE Car#1",
                        "DELETE Car#2",
                        "DELETE Bike#3");
        assertThat(events)
                .filteredOn(event -> event.subject().equals(Subject.of("Lead", "1")))
                .singleElement()
                .satisfies(event -> assertThat(event.oldValues())
                        .containsEntry("email", "a1")
                        .containsEntry("address.city", "c1"));
        assertThat(events)
                .filteredOn(event -> event.subject().type().equals("Car"))
                .allSatisfy(event -> assertThat(event.oldValues()).containsEntry("doors", "3"));
    }

    @Test
    void rows_criteria_bindsWhatTheStatementBinds() {
        leads(3);
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            database.inTransaction(session -> {
                HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                var update = builder.createCriteriaUpdate(Lead.class);
                var root = update.from(Lead.class);
                var named = builder.parameter(String.class, "named");
                update.set(root.<String>get("email"), builder.parameter(String.class, "email"));
                update.where(
                        builder.or(builder.equal(root.get("email"), "a1"), builder.equal(root.get("email"), named)));
                session.createMutationQuery(update)
                        .setParameter("email", "new")
                        .setParameter("named", "a3")
                        .executeUpdate();
            });
        }
        assertThat(since())
                .extracting(event -> event.action() + ' ' + event.subject())
                .containsExactly("BULK_UPDATE Lead#*", "UPDATE Lead#1", "UPDATE Lead#3");
    }

    @Test
    void rows_softDelete_recordsDeletes() {
        database.inTransaction(session -> {
            session.persist(new Note("a"));
            session.persist(new Note("b"));
        });
        seen = all().size();
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            change("delete from Note where text = 'a'", query -> {});
            change("delete from Note where text = 'a'", query -> {});
        }
        assertThat(since())
                .extracting(event -> event.action() + ' ' + event.details().get("rows"))
                .containsExactly("BULK_DELETE 1", "DELETE null", "BULK_DELETE 0");
    }

    @Test
    void rows_enabledFilter_seesWhatTheStatementSees() {
        database.inTransaction(session -> {
            session.persist(new Note("short"));
            session.persist(new Note("a longer text"));
        });
        seen = all().size();
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            database.inTransaction(session -> {
                session.enableFilter("below").setParameter("limit", 6);
                session.createMutationQuery("update Note set text = concat(text, '!')")
                        .executeUpdate();
            });
        }
        assertThat(since()).extracting(AuditEvent::action).containsExactly("BULK_UPDATE", "UPDATE");
        assertThat(since().get(0).details()).containsEntry("rows", "1").containsEntry("recorded rows", "1");
        assertThat(since().get(1).newValues()).containsOnly(entry("text", "short!"));
    }

    @Test
    void rows_statelessSession_areRecorded() {
        leads(3);
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            database.factory()
                    .inStatelessTransaction(session -> session.createMutationQuery("update Lead set manual = true")
                            .executeUpdate());
        }
        assertThat(since()).hasSize(4);
        assertThat(since().get(3).newValues()).containsOnly(entry("manual", "true"));
    }

    @Test
    void rows_compositeIdsAndTablesPerClass_areFoundAgain() {
        database.inTransaction(session -> {
            session.persist(new OrderLine(new OrderLine.Key(1, 1), 5));
            session.persist(new OrderLine(new OrderLine.Key(1, 2), 6));
            session.persist(new Circle());
        });
        seen = all().size();
        try (BulkMode.Scope scope = BulkMode.ROWS.open()) {
            change("update OrderLine set quantity = 5 where key.orderId = 1", query -> {});
            change("update Shape set area = area + 2", query -> {});
        }
        assertThat(since())
                .extracting(event -> event.action() + ' ' + event.subject())
                .containsExactly(
                        "BULK_UPDATE order line#*",
                        "UPDATE order line#{\"line\":2,\"orderId\":1}",
                        "BULK_UPDATE Circle#*",
                        "UPDATE Circle#0");
        assertThat(since().get(3).newValues()).containsOnly(entry("area", "2"));
    }

    @Test
    void multiTableStatement_failing_showsInTheFailedAttempt() {
        vehicles();
        try (SessionFactory factory = database.open(
                        List.of(Vehicle.class, Car.class, Bike.class),
                        Map.of("leadfactory.audit.failed-attempts", true),
                        "none");
                Session session = factory.openSession()) {
            session.beginTransaction();
            assertThatThrownBy(() -> session.createMutationQuery("update Car set plate = :plate, doors = 1")
                            .setParameter("plate", "x".repeat(300))
                            .executeUpdate())
                    .isInstanceOf(DataException.class);
            session.getTransaction().rollback();
        }
        assertThat(only().details()).containsEntry("tried", "BULK_UPDATE Car *");
    }

    @Test
    void failedStatement_leavesNothingForTheNext() {
        leads(1);
        try (Session session = database.factory().openSession()) {
            session.beginTransaction();
            assertThatThrownBy(() -> session.createMutationQuery("update Lead set email = :missing")
                            .executeUpdate())
                    .isInstanceOf(RuntimeException.class);
            session.createMutationQuery("delete from Lead").executeUpdate();
            session.getTransaction().commit();
        }
        assertThat(only().action()).isEqualTo("BULK_DELETE");
    }

    private static void delete(MutationQuery query, long id) {
        query.setParameter("id", id).executeUpdate();
    }

    private void vehicles() {
        database.inTransaction(session -> {
            session.persist(new Car(1));
            session.persist(new Car(2));
            session.persist(new Bike(3));
        });
        seen = all().size();
    }

    private void tagged() {
        database.inTransaction(session -> {
            session.persist(new Tagged(1));
            session.persist(new Tagged(2));
        });
        seen = all().size();
    }

    private interface Binding {
        void bind(MutationQuery query);
    }

    private int change(String hql, Binding binding) {
        return database.factory().fromTransaction(session -> {
            var query = session.createMutationQuery(hql);
            binding.bind(query);
            return query.executeUpdate();
        });
    }

    private void leads(int count) {
        database.inTransaction(session -> {
            for (int i = 1; i <= count; i++) {
                Lead lead = new Lead(i, "a" + i);
                lead.address = new Address("s", "c" + i);
                session.persist(lead);
            }
        });
        seen = all().size();
    }

    private int seen;

    private AuditEvent only() {
        List<AuditEvent> events = since();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private List<AuditEvent> since() {
        List<AuditEvent> events = all();
        return events.subList(seen, events.size());
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events = new ArrayList<>(
                database.trail().find(AuditQuery.all().limit(500)).events());
        Collections.reverse(events);
        return events;
    }

    @Entity(name = "Vehicle")
    @Inheritance(strategy = InheritanceType.JOINED)
    @Auditable
    static class Vehicle {
        @Id
        long id;

        @Nullable
        String plate = "p";

        protected Vehicle() {}

        Vehicle(long id) {
            this.id = id;
        }
    }

    @Entity(name = "Car")
    static class Car extends Vehicle {
        int doors = 3;

        protected Car() {}

        Car(long id) {
            super(id);
        }
    }

    @Entity(name = "Bike")
    static class Bike extends Vehicle {
        boolean basket;

        protected Bike() {}

        Bike(long id) {
            super(id);
        }
    }

    @Entity(name = "Shape")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Shape {
        @Id
        long id;

        int area;
    }

    @Entity(name = "Circle")
    @Auditable
    static class Circle extends Shape {}

    @Entity(name = "Note")
    @FilterDef(name = "below", parameters = @ParamDef(name = "limit", type = Integer.class))
    @Filter(name = "below", condition = "length(text) < :limit")
    @NamedQuery(name = "removeNote", query = "delete from Note where id = :id")
    @SoftDelete
    @Auditable
    static class Note {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @SequenceGenerator(allocationSize = 20)
        long id;

        @Nullable
        String text;

        protected Note() {}

        Note(String text) {
            this.text = text;
        }
    }

    @Entity(name = "Beacon")
    @Auditable
    static class Beacon {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        @SequenceGenerator(allocationSize = 20)
        long id;

        @Nullable
        String text;
    }

    @Entity(name = "Tagged")
    @Auditable
    static class Tagged {
        @Id
        long id;

        @ElementCollection
        Set<String> tags = new HashSet<>();

        protected Tagged() {}

        Tagged(long id) {
            this.id = id;
            tags.add("t" + id);
        }
    }
}
