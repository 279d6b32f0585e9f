package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The arrays 1, 2 and 12 were recorded as the same text, as Hibernate makes it of them. */
class PrimitiveArrayTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Marks.class);

    @Test
    void update_arrayChangedInPlace_recordsItsElements() {
        database.inTransaction(session -> session.persist(new Marks()));
        database.inTransaction(session -> session.find(Marks.class, 1L).marks[0] = 12);
        AuditEvent event =
                database.trail().history(Subject.of("Marks", "1"), 1).events().get(0);
        assertThat(event.oldValues()).containsOnly(entry("marks", "{1,2}"));
        assertThat(event.newValues()).containsOnly(entry("marks", "{12,2}"));
    }

    /** Has an array. */
    @Entity(name = "Marks")
    @Auditable
    static class Marks {
        @Id
        Long id = 1L;

        @Column(name = "all_marks")
        int[] marks = {1, 2};
    }
}
