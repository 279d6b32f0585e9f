package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@OnEveryDatabase
class NativeTest {
    @RegisterExtension
    final TestDatabase database;

    NativeTest(DatabaseKind kind) {
        database = new TestDatabase(Person.class, Company.class, Lead.class, Crate.class, Bottle.class).on(kind);
    }

    @Test
    void native_everyWayToAsk_isOneEventWithoutValues() {
        database.inTransaction(session -> {
            session.createNativeMutationQuery("insert into Person (id, name) values (1, 'secret')")
                    .executeUpdate();
            session.createNativeMutationQuery("/* x */ update Person set name = :name where id < ?1")
                    .setParameter("name", "secret")
                    .setParameter(1, 9)
                    .executeUpdate();
        });
        database.factory()
                .inStatelessTransaction(
                        session -> session.createNativeMutationQuery("delete from Person where name = 'secret'")
                                .executeUpdate());
        EntityManager manager = database.factory().createEntityManager();
        manager.getTransaction().begin();
        manager.createNativeQuery("delete from Person").executeUpdate();
        manager.getTransaction().commit();
        manager.close();
        List<AuditEvent> events = all();
        assertThat(events)
                .extracting(event -> event.action() + ' ' + event.details().get("rows"))
                .containsExactly("NATIVE_INSERT 1", "NATIVE_UPDATE 1", "NATIVE_DELETE 1", "NATIVE_DELETE 0");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.subject()).isEqualTo(Subject.of("Person", "*"));
            assertThat(event.details().toString()).doesNotContain("secret");
        });
        assertThat(events.get(1).details().get("parameters")).contains(":name String", "?1 Integer");
    }

    @Test
    void native_changeRunAsAQuery_isRecorded() {
        assumeTrue(database.kind() == DatabaseKind.POSTGRESQL, "RETURNING");
        database.inTransaction(session -> {
            Person person = new Person();
            session.persist(person);
            session.flush();
            assertThat(session.createNativeQuery(
                                    "with x as (update Person set name = 'secret' returning name) select name from x",
                                    String.class)
                            .getResultList())
                    .containsExactly("secret");
            session.createNativeQuery("delete from Person returning name", String.class)
                    .getSingleResult();
        });
        assertThat(all())
                .extracting(event -> event.action() + ' ' + event.details().get("rows"))
                .containsExactly("INSERT null", "NATIVE_UPDATE 1", "NATIVE_DELETE 1");
    }

    @Test
    void native_failing_showsInTheFailedAttempt() {
        database.inTransaction(session -> session.createNativeMutationQuery("insert into Person values (0, 'a')")
                .executeUpdate());
        try (SessionFactory factory = database.open(
                        List.of(Person.class), Map.of("leadfactory.audit.failed-attempts", true), "none");
                Session session = factory.openSession()) {
            session.beginTransaction();
            assertThatThrownBy(() -> session.createNativeMutationQuery("insert into Person values (0, 'secret')")
                            .executeUpdate())
                    .isInstanceOf(ConstraintViolationException.class);
            session.getTransaction().rollback();
        }
        assertThat(all()).hasSize(2);
        assertThat(all().get(1).subject()).isEqualTo(Subject.of("Person", "*"));
        assertThat(all().get(1).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(all().get(1).details()).containsEntry("tried", "NATIVE_INSERT Person *");
    }

    @Test
    void native_tableOfACollection_isAChangeOfItsOwner() {
        database.inTransaction(session -> session.createNativeMutationQuery("delete from Person_nicknames")
                .executeUpdate());
        assertThat(all()).extracting(AuditEvent::subject).containsExactly(Subject.of("Person", "*"));
    }

    @Test
    void native_rowsOfAnUnauditedElement_areChangesOfTheOwner() {
        database.inTransaction(session -> {
            session.createNativeMutationQuery("insert into Bottle (id, name) values (1, 'a')")
                    .executeUpdate();
            session.createNativeMutationQuery("update Bottle set name = 'b' where crate_id = 1")
                    .executeUpdate();
            session.createNativeMutationQuery("update Bottle set crate_id = null")
                    .executeUpdate();
            session.createNativeMutationQuery("update Bottle set place = 3").executeUpdate();
            session.createNativeMutationQuery("delete from Bottle").executeUpdate();
        });
        assertThat(all())
                .extracting(event -> event.action()
                        + ' '
                        + event.subject()
                        + ' '
                        + event.details().get("statement"))
                .containsExactly(
                        "NATIVE_INSERT Crate#* insert into Bottle (id, name) values (***, '***')",
                        "NATIVE_UPDATE Crate#* update Bottle set crate_id = null",
                        "NATIVE_UPDATE Crate#* update Bottle set place = ***",
                        "NATIVE_DELETE Crate#* delete from Bottle");
    }

    @Test
    void native_tableThatIsNotAudited_leavesNoEvent() {
        database.inTransaction(session -> {
            session.createNativeMutationQuery("update Company set name = 'x'").executeUpdate();
            session.createNativeQuery("select name from Person", String.class).getResultList();
        });
        assertThat(all()).isEmpty();
    }

    @Test
    void native_warnOrIgnore_leavesNoEvent() {
        for (String mode : List.of("WARN", "ignore")) {
            try (SessionFactory factory =
                    database.open(List.of(Person.class), Map.of("leadfactory.audit.native", mode), "none")) {
                factory.inTransaction(session ->
                        session.createNativeMutationQuery("delete from Person").executeUpdate());
            }
        }
        assertThat(all()).isEmpty();
    }

    @Test
    void auditOff_nothingIsReplaced() {
        try (SessionFactory factory =
                database.open(List.of(Person.class), Map.of("leadfactory.audit.enabled", "false"), "none")) {
            factory.inTransaction(
                    session -> session.createMutationQuery("delete from Person").executeUpdate());
        }
        assertThat(all()).isEmpty();
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events;
    }

    @Entity(name = "Crate")
    @Auditable
    static class Crate {
        @Id
        long id;

        @OneToMany
        @JoinColumn(name = "crate_id")
        @OrderColumn(name = "place")
        List<Bottle> bottles = new ArrayList<>();
    }

    /** Knows nothing of its crate, and is not audited. */
    @Entity(name = "Bottle")
    static class Bottle {
        @Id
        long id;

        String name = "";
    }

    @Entity(name = "Person")
    @Auditable
    static class Person {
        @Id
        long id;

        String name = "";

        @ElementCollection
        Set<String> nicknames = new HashSet<>();
    }
}
