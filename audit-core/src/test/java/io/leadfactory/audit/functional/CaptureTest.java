package io.leadfactory.audit.functional;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Address;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Document;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OrderLine;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CaptureTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(
            Lead.class, Company.class, OrderLine.class, Document.class, Document.Contract.class, Tag.class);

    @Test
    void insert_everyKindOfAttribute_recordsFullState() {
        database.inTransaction(session -> {
            Company company = new Company(7, "Acme");
            session.persist(company);
            Lead lead = new Lead(1, "a@example.org");
            lead.score = new BigDecimal("1.50");
            lead.createdAt = Instant.parse("2026-01-02T03:04:05.123456Z");
            lead.address = new Address("Main \"St\"", "Z\u00fcrich \uD83D\uDE00");
            lead.company = company;
            lead.phone = "555";
            lead.cache = "x";
            session.persist(lead);
        });
        AuditEvent event = latest("Lead", "1");
        assertThat(event.newValues())
                .containsOnly(
                        entry("email", "a@example.org"),
                        entry("status", "NEW"),
                        entry("manual", "false"),
                        entry("score", "1.50"),
                        entry("createdAt", "2026-01-02T03:04:05.123456Z"),
                        entry("address.street", "Main \"St\""),
                        entry("address.city", "Z\u00fcrich \uD83D\uDE00"),
                        entry("company", "7"),
                        entry("phone", "***"));
        assertThat(event.oldValues()).isEmpty();
        assertThat(all()).hasSize(1);
    }

    @Test
    void update_severalFlushes_keepsEveryStepInOrder() {
        persist(new Lead(1, "a"));
        database.inTransaction(session -> {
            Lead lead = session.find(Lead.class, 1L);
            lead.email = "b";
            session.flush();
            lead.email = "c";
            session.flush();
            lead.manual = true;
        });
        List<AuditEvent> events = history("Lead", "1");
        assertThat(events).hasSize(4);
        assertThat(events.get(1).oldValues()).containsOnly(entry("email", "a"));
        assertThat(events.get(2).oldValues()).containsOnly(entry("email", "b"));
        assertThat(events.get(2).newValues()).containsOnly(entry("email", "c"));
        assertThat(events.get(3).newValues()).containsOnly(entry("manual", "true"));
        assertThat(events.subList(1, 4))
                .extracting(AuditEvent::transactionId)
                .containsOnly(events.get(1).transactionId());
        assertThat(events.subList(1, 4)).extracting(AuditEvent::step).containsExactly(0, 1, 2);
        assertThat(events.get(0).transactionId()).isNotEqualTo(events.get(1).transactionId());
    }

    @Test
    void insertUpdateDelete_oneTransaction_leavesThreeEvents() {
        database.inTransaction(session -> {
            Lead lead = new Lead(1, "a");
            session.persist(lead);
            session.flush();
            lead.email = "b";
            session.flush();
            session.remove(lead);
        });
        assertThat(history("Lead", "1")).extracting(AuditEvent::action).containsExactly("INSERT", "UPDATE", "DELETE");
    }

    @Test
    void update_ignoredAttributeOnly_leavesNoEvent() {
        persist(new Lead(1, "a"));
        database.inTransaction(session -> session.find(Lead.class, 1L).cache = "y");
        assertThat(history("Lead", "1")).hasSize(1);
    }

    @Test
    void update_versionOnly_leavesNoEvent() {
        persist(new Lead(1, "a"));
        database.inTransaction(session -> session.find(Lead.class, 1L, LockModeType.OPTIMISTIC_FORCE_INCREMENT));
        assertThat(history("Lead", "1")).hasSize(1);
    }

    @Test
    void update_maskedAttribute_showsThatItChangedOnly() {
        persist(new Lead(1, "a"));
        database.inTransaction(session -> session.find(Lead.class, 1L).phone = "555");
        AuditEvent event = latest("Lead", "1");
        assertThat(event.newValues()).containsOnly(entry("phone", "***"));
        assertThat(event.oldValues()).hasSize(1).containsEntry("phone", null);
    }

    @Test
    void update_lazyAssociation_isNotLoadedAndNothingIsSelected() {
        database.inTransaction(session -> {
            Lead lead = new Lead(1, "a");
            lead.company = new Company(7, "Acme");
            session.persist(lead.company);
            session.persist(new Company(8, "Other"));
            session.persist(lead);
        });
        database.dataSource().drain();
        database.inTransaction(session -> {
            Lead lead = session.find(Lead.class, 1L);
            lead.company = session.getReference(Company.class, 8L);
            int managed = session.getStatistics().getEntityCount();
            session.flush();
            assertThat(session.getStatistics().getEntityCount()).isEqualTo(managed);
        });
        List<String> executions = database.dataSource().drain();
        assertThat(executions).hasSize(3);
        assertThat(executions.get(0)).startsWith("select").contains("from lead");
        assertThat(executions.get(1)).startsWith("update lead");
        assertThat(executions.get(2)).startsWith("insert into audit_event");
        assertThat(latest("Lead", "1").oldValues()).containsOnly(entry("company", "7"));
        assertThat(latest("Lead", "1").newValues()).containsOnly(entry("company", "8"));
    }

    @Test
    void manyChanges_oneTransaction_areOneExecution() {
        database.dataSource().drain();
        database.inTransaction(session -> {
            for (int i = 0; i < 300; i++) {
                session.persist(new Lead(i, "a" + i));
            }
            database.trail().record(session, AuditEntry.of("IMPORT", Subject.of("File", "f")));
        });
        assertThat(database.dataSource().drain())
                .filteredOn(sql -> sql.contains("audit_event"))
                .hasSize(1);
        assertThat(database.trail().find(AuditQuery.all().limit(500)).events()).hasSize(301);
    }

    @Test
    void rollback_changesAndEntries_writesNothing() {
        Session session = database.factory().openSession();
        session.beginTransaction();
        session.persist(new Lead(1, "a"));
        session.flush();
        database.trail().record(session, AuditEntry.of("X", Subject.of("Lead", "1")));
        session.getTransaction().rollback();
        session.clear();
        session.beginTransaction();
        session.persist(new Lead(2, "b"));
        session.getTransaction().commit();
        session.close();
        assertThat(all()).extracting(event -> event.subject().id()).containsExactly("2");
    }

    @Test
    void sessionClosed_transactionOpen_writesNothingAndForgets() {
        Session session = database.factory().openSession();
        session.beginTransaction();
        session.persist(new Lead(1, "a"));
        session.flush();
        session.close();
        assertThat(all()).isEmpty();
    }

    @Test
    void statelessSession_insertUpdateDelete_areRecorded() {
        database.factory().inStatelessTransaction(session -> {
            Lead lead = new Lead(1, "a");
            session.insert(lead);
            lead.email = "b";
            session.update(lead);
            session.delete(lead);
        });
        List<AuditEvent> events = history("Lead", "1");
        assertThat(events).extracting(AuditEvent::action).containsExactly("INSERT", "UPDATE", "DELETE");
        assertThat(events.get(1).oldValues()).isEmpty();
        assertThat(events.get(1).newValues()).containsEntry("email", "b").containsEntry("status", "NEW");
        assertThat(events.get(2).oldValues()).containsEntry("email", "b");
    }

    @Test
    void statelessSession_withJdbcBatches_recordsAllBeforeTheCommit() {
        database.dataSource().drain();
        database.factory().inStatelessTransaction(session -> {
            session.setJdbcBatchSize(10);
            for (int i = 0; i < 25; i++) {
                session.insert(new Lead(i, "a" + i));
            }
        });
        List<String> executions = database.dataSource().drain();
        assertThat(executions.get(executions.size() - 1)).startsWith("insert into audit_event");
        assertThat(all()).hasSize(25);
    }

    @Test
    void childSession_flushedByTheCommitOfItsParent_isRecorded() {
        try (Session parent = database.factory().openSession()) {
            parent.beginTransaction();
            Session child = parent.sessionWithOptions().connection().openSession();
            child.persist(new Lead(1, "a"));
            parent.getTransaction().commit();
            child.close();
        }
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNotNull());
        assertThat(history("Lead", "1")).extracting(AuditEvent::action).containsExactly("INSERT");
    }

    @Test
    void upsert_statelessSession_isRecordedWithNewState() {
        database.factory().inStatelessTransaction(session -> session.upsert(new OrderLine(new OrderLine.Key(3, 1), 5)));
        assertThat(all()).extracting(AuditEvent::action).containsExactly("UPSERT");
        assertThat(all().get(0).newValues()).containsOnly(entry("quantity", "5"));
    }

    @Test
    void compositeId_isAJsonObject() {
        persist(new OrderLine(new OrderLine.Key(3, 1), 5));
        assertThat(latest("order line", "{\"line\":1,\"orderId\":3}").newValues())
                .containsOnly(entry("quantity", "5"));
    }

    @Test
    void blankId_isQuoted() {
        persist(new Tag());
        assertThat(latest("Tag", "\"\"").action()).isEqualTo("INSERT");
    }

    @Test
    void subclassWithGeneratedId_isRecordedUnderItsOwnName() {
        Document.Contract contract = new Document.Contract();
        contract.party = "p";
        contract.text = "t";
        contract.content = new byte[] {1, (byte) 0xfe};
        persist(contract);
        AuditEvent event = latest("Document$Contract", String.valueOf(contract.id));
        assertThat(event.newValues()).containsEntry("party", "p").containsEntry("text", "t");
        assertThat(event.newValues()).containsEntry("content", "01fe").containsEntry("tags", "{\"all\":[]}");
    }

    @Test
    void attributeThatCannotBeRendered_isMarkedAndBreaksNothing() {
        Document document = new Document();
        document.moody = new Document.Moody("grim");
        document.text = "x".repeat(20_000);
        persist(document);
        AuditEvent event = latest("Document", String.valueOf(document.id));
        assertThat(event.newValues()).containsEntry("moody", "(not rendered: java.lang.IllegalStateException)");
        assertThat(event.newValues().get("text")).hasSize(10_000).contains("\u2026");
    }

    @Test
    void notAudited_entity_leavesNoEvent() {
        persist(new Company(1, "Acme"));
        assertThat(all()).isEmpty();
    }

    private void persist(Object entity) {
        database.inTransaction(session -> session.persist(entity));
    }

    private List<AuditEvent> all() {
        return database.trail().find(AuditQuery.all()).events();
    }

    private List<AuditEvent> history(String type, String id) {
        List<AuditEvent> events = new ArrayList<>(
                database.trail().history(Subject.of(type, id), 50).events());
        Collections.reverse(events);
        return events;
    }

    private AuditEvent latest(String type, String id) {
        return database.trail().history(Subject.of(type, id), 1).events().get(0);
    }

    /** An entity whose identifier may be blank. */
    @Entity(name = "Tag")
    @Auditable
    static class Tag {
        @Id
        String id = "";
    }
}
