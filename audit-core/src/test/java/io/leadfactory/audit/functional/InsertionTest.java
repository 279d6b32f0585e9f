package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded is read back as it was, in one JDBC execution, whatever the number of events and the columns they fill. */
@OnEveryDatabase
class InsertionTest {
    private static final String HOSTILE = "{\"a\",NULL,\\x00} 'quoted' \\ \t\n Zürich 😀 null";

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    InsertionTest(DatabaseKind kind) {
        database.on(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 50, 1000})
    void record_anyNumberOfEvents_readsBackAsRecorded(int size) {
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            AuditEntry entry = AuditEntry.of("PAID", Subject.of("Invoice", "nr " + i));
            entry = i % 2 == 0 ? entry.detail("text", HOSTILE) : entry;
            entries.add(i % 3 == 0 ? entry.change("amount", null, "" + i).change("note", "", HOSTILE) : entry);
        }
        AuditContext context = AuditContext.actor(HOSTILE)
                .onBehalfOf("NULL")
                .ip("::1")
                .requestId("")
                .userAgent("agent")
                .reason(HOSTILE)
                .attribute("job", HOSTILE);
        List<UUID> ids;
        try (AuditContext.Scope scope = context.open()) {
            database.dataSource().drain();
            ids = database.trail().recordAll(entries);
        }
        assertThat(database.dataSource().drain()).hasSize(1);
        List<AuditEvent> found = database.trail()
                .find(AuditQuery.all().limit(AuditQuery.MAX_LIMIT))
                .events();
        assertThat(found).hasSize(size);
        for (int i = 0; i < size; i++) {
            AuditEvent event = found.get(size - 1 - i);
            AuditEntry entry = entries.get(i);
            assertThat(event.id()).isEqualTo(ids.get(i));
            assertThat(event.step()).isEqualTo(i);
            assertThat(event.subject()).isEqualTo(entry.subject());
            assertThat(event.origin()).isEqualTo(context.origin("nobody"));
            assertThat(event.details()).isEqualTo(entry.details());
            assertThat(event.newValues()).hasToString(entry.newValues().toString());
            assertThat(event.oldValues()).hasToString(entry.oldValues().toString());
        }
    }
}
