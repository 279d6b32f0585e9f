package io.leadfactory.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Address;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTrailTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void tour_entityAndEntries_areFound() {
        SessionFactory sessionFactory = database.factory();
        Lead lead = new Lead(42, "a@example.org");
        // readme:tour
        AuditTrail trail = AuditTrail.of(sessionFactory);
        try (AuditContext.Scope scope =
                AuditContext.actor("alice").reason("import 17").requestId("r-1").open()) {
            sessionFactory.inTransaction(session -> session.persist(lead));
            trail.record(AuditEntry.of("EXPORT", Subject.of("Lead", "42")).detail("rows", "17"));
        }
        AuditPage page = trail.history(Subject.of("Lead", "42"), 10);
        AuditEvent newest = page.events().get(0);
        assertThat(newest.actor()).isEqualTo("alice");
        assertThat(newest.details()).containsEntry("rows", "17");
        assertThat(page.events().get(1).newValues()).containsEntry("email", "a@example.org");
        assertThat(trail.verify().isClean()).isTrue();
        // end:tour
        assertThat(page.events()).extracting(AuditEvent::action).containsExactly("EXPORT", "INSERT");
        assertThat(page.next()).isEmpty();
    }

    @Test
    void persistUpdateRemove_ownTransactions_recordsOldAndNewValues() {
        database.inTransaction(session -> {
            Lead lead = new Lead(1, "a@example.org");
            lead.address = new Address("Main St", "Bern");
            session.persist(lead);
        });
        database.inTransaction(session -> {
            Lead lead = session.find(Lead.class, 1L);
            lead.email = "b@example.org";
            lead.address = new Address("Main St", "Basel");
        });
        database.inTransaction(session -> session.remove(session.find(Lead.class, 1L)));

        List<AuditEvent> events =
                database.trail().history(Subject.of("Lead", "1"), 10).events();
        assertThat(events).extracting(AuditEvent::action).containsExactly("DELETE", "UPDATE", "INSERT");
        AuditEvent update = events.get(1);
        assertThat(update.oldValues())
                .containsOnly(Map.entry("email", "a@example.org"), Map.entry("address.city", "Bern"));
        assertThat(update.newValues())
                .containsOnly(Map.entry("email", "b@example.org"), Map.entry("address.city", "Basel"));
        assertThat(events.get(0).oldValues())
                .containsEntry("address.city", "Basel")
                .containsEntry("status", "NEW");
        assertThat(events.get(0).newValues()).isEmpty();
        assertThat(events.get(2).actor()).isEqualTo("system");
    }

    @Test
    void recordAll_manyEntries_areOneBatchInOrder() {
        List<AuditEntry> entries = List.of(
                AuditEntry.of("A", Subject.of("Job", "1")),
                AuditEntry.of("B", Subject.of("Job", "1")),
                AuditEntry.of("C", Subject.of("Job", "1")));
        database.dataSource().drain();
        List<UUID> ids = database.trail().recordAll(entries);
        assertThat(database.dataSource().drain()).hasSize(1);
        List<AuditEvent> events =
                database.trail().find(AuditQuery.all().subjectType("Job")).events();
        assertThat(events).extracting(AuditEvent::action).containsExactly("C", "B", "A");
        assertThat(events).extracting(AuditEvent::id).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(events).extracting(AuditEvent::step).containsExactly(2, 1, 0);
        assertThat(events).extracting(AuditEvent::number).containsExactly(3L, 2L, 1L);
    }
}
