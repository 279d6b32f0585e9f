package io.leadfactory.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.export.ExportFormat;
import io.leadfactory.audit.history.AttributeValue;
import io.leadfactory.audit.history.EntityState;
import io.leadfactory.audit.history.RevertSuggestion;
import io.leadfactory.audit.history.SubjectHistory;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.audit.query.PageToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadingTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @Test
    void tour_ofTheReadSide_answersEachQuestion() throws IOException {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            database.inTransaction(session -> session.persist(new Lead(42, "a@example.org")));
            database.inTransaction(session -> session.find(Lead.class, 42L).email = "b@example.org");
        }
        AuditTrail trail = database.trail();
        Instant yesterday = Instant.now().minusSeconds(86_400);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // readme:reading
        AuditQuery query = AuditQuery.all()
                .actor("alice")
                .attribute("email")
                .from(yesterday)
                .limit(1);
        AuditPage page = trail.find(query);
        String token = page.next().orElseThrow().toString();
        AuditPage older = trail.find(query.after(PageToken.parse(token)));

        SubjectHistory lead = trail.subject(Subject.of("Lead", "42"));
        EntityState then = lead.stateAt(older.events().get(0).occurredAt());
        assertThat(then.values()).containsEntry("email", "a@example.org");
        assertThat(lead.difference(yesterday, Instant.now()).changes()).containsKey("email");
        try (Stream<AttributeValue> emails = lead.values("email")) {
            assertThat(emails.map(AttributeValue::text)).containsExactly("a@example.org", "b@example.org");
        }

        AuditEvent update = page.events().get(0);
        RevertSuggestion undo = trail.revert(update);
        assertThat(undo.values()).isEqualTo(Map.of("email", "a@example.org"));
        assertThat(undo.isClean()).isTrue();
        assertThat(trail.summarize(query).byAction()).containsEntry("UPDATE", 1L);
        assertThat(trail.export(query, ExportFormat.NDJSON, out)).isEqualTo(2);
        // end:reading
        assertThat(trail.transaction(update.transactionId())).containsExactly(update);
    }
}
