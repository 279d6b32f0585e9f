package io.leadfactory.audit.functional;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.context.BulkMode;
import io.leadfactory.audit.context.Suppression;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.event.SuppressionRefusedException;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OrderLine;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuppressionTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class, OrderLine.class);

    @Test
    void suppress_changes_areCountedPerTypeAndTransaction() {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open();
                Suppression suppression = database.trail().suppress("re-index")) {
            database.inTransaction(session -> {
                for (int i = 0; i < 5; i++) {
                    session.persist(new Lead(i, "a" + i));
                }
                session.persist(new OrderLine(new OrderLine.Key(1, 1), 2));
                session.flush();
                session.find(Lead.class, 1L).email = "secret";
                session.remove(session.find(Lead.class, 2L));
                database.trail().record(session, AuditEntry.of("X", Subject.of("Lead", "1")));
            });
            database.factory().inStatelessTransaction(session -> session.insert(new Lead(9, "b")));
        }
        List<AuditEvent> events = all();
        assertThat(events)
                .extracting(event -> event.action() + ' ' + event.subject())
                .containsExactly("X Lead#1", "SUPPRESSED Lead#*", "SUPPRESSED order line#*", "SUPPRESSED Lead#*");
        assertThat(events.get(1).actor()).isEqualTo("alice");
        assertThat(events.get(1).details())
                .containsExactly(
                        entry("reason", "re-index"), entry("DELETE", "1"), entry("INSERT", "5"), entry("UPDATE", "1"));
        assertThat(events.get(3).details()).containsEntry("INSERT", "1");
    }

    @Test
    void suppress_bulkStatement_isCountedAndReadsNoRows() {
        database.inTransaction(session -> session.persist(new Lead(1, "a")));
        database.dataSource().drain();
        try (Suppression suppression = database.trail().suppress("clean-up");
                BulkMode.Scope rows = BulkMode.ROWS.open()) {
            database.inTransaction(
                    session -> session.createMutationQuery("delete from Lead").executeUpdate());
        }
        assertThat(database.dataSource().drain()).hasSize(2);
        assertThat(all().get(1).details()).containsExactly(entry("reason", "clean-up"), entry("BULK_DELETE", "1"));
    }

    @Test
    void suppress_closed_recordsAgain() {
        AuditTrail trail = database.trail();
        database.inTransaction(session -> {
            try (Suppression outer = trail.suppress("outer")) {
                try (Suppression inner = trail.suppress("inner")) {
                    session.persist(new Lead(1, "a"));
                    session.flush();
                }
                session.persist(new Lead(2, "a"));
                session.flush();
            }
            session.persist(new Lead(3, "a"));
        });
        assertThat(all())
                .extracting(event -> event.action() + ' ' + event.details().get("reason"))
                .containsExactly("INSERT null", "SUPPRESSED inner", "SUPPRESSED outer");
    }

    @Test
    void suppress_otherThreadOrTrail_isNotConcerned() throws Exception {
        try (SessionFactory other = database.open(List.of(Lead.class, Company.class), Map.of(), "none");
                Suppression suppression = AuditTrail.of(other).suppress("other")) {
            database.inTransaction(session -> session.persist(new Lead(1, "a")));
        }
        try (Suppression suppression = database.trail().suppress("mine")) {
            CompletableFuture.runAsync(() -> database.inTransaction(session -> session.persist(new Lead(2, "a"))))
                    .get();
            assertThatThrownBy(
                            () -> CompletableFuture.runAsync(suppression::close).get())
                    .hasRootCauseInstanceOf(IllegalStateException.class);
        }
        assertThat(all()).extracting(AuditEvent::action).containsExactly("INSERT", "INSERT");
    }

    @Test
    void suppress_rollback_leavesNothing() {
        try (Suppression suppression = database.trail().suppress("x");
                Session session = database.factory().openSession()) {
            session.beginTransaction();
            session.persist(new Lead(1, "a"));
            session.flush();
            session.getTransaction().rollback();
            session.clear();
            session.beginTransaction();
            session.persist(new Lead(2, "a"));
            session.getTransaction().commit();
        }
        assertThat(all()).hasSize(1);
        assertThat(all().get(0).details()).containsEntry("INSERT", "1");
    }

    @Test
    void suppress_refusedOrWithoutReason_throws() {
        assertThatThrownBy(() -> database.trail().suppress(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reason must not be blank: \" \"");
        try (SessionFactory strict = database.open(
                List.of(Lead.class, Company.class), Map.of("leadfactory.audit.suppression", "REFUSE"), "none")) {
            assertThatThrownBy(() -> AuditTrail.of(strict).suppress("x"))
                    .isInstanceOf(SuppressionRefusedException.class)
                    .hasMessageContaining("\"leadfactory.audit.suppression\" is REFUSE");
        }
    }

    private List<AuditEvent> all() {
        List<AuditEvent> events =
                new ArrayList<>(database.trail().find(AuditQuery.all()).events());
        Collections.reverse(events);
        return events;
    }
}
