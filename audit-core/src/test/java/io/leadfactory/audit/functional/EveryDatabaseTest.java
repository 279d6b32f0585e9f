package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trail is written, read and verified on each database. */
@OnEveryDatabase
class EveryDatabaseTest {
    @RegisterExtension
    final TestDatabase database;

    EveryDatabaseTest(DatabaseKind kind) {
        database = new TestDatabase(Lead.class, Company.class).on(kind);
    }

    @Test
    void insertUpdateDelete_eachInItsTransaction_areReadBackNewestFirst() {
        database.inTransaction(session -> session.persist(new Lead(1, "Z\u00fcrich \uD83D\uDE00")));
        database.inTransaction(session -> session.find(Lead.class, 1L).email = "b");
        database.inTransaction(session -> session.remove(session.find(Lead.class, 1L)));
        List<AuditEvent> events =
                database.trail().history(Subject.of("Lead", "1"), 10).events();
        assertThat(events).extracting(AuditEvent::action).containsExactly("DELETE", "UPDATE", "INSERT");
        assertThat(events.get(1).oldValues()).containsOnly(entry("email", "Z\u00fcrich \uD83D\uDE00"));
        assertThat(events.get(1).newValues()).containsOnly(entry("email", "b"));
        assertThat(database.trail().verify().events()).isEqualTo(3);
    }
}
