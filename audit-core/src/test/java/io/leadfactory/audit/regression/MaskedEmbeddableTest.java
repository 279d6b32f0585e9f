package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditMask;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The collections of an embeddable were recorded in plain text, though the embeddable was masked. */
class MaskedEmbeddableTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Person.class);

    @Test
    void collections_ofAMaskedEmbeddable_areMasked() {
        database.inTransaction(session -> session.persist(new Person()));
        assertThat(latest().newValues())
                .containsOnly(
                        entry("contact", "***"),
                        entry("contact.phones", "{\"all\":[\"***\"]}"),
                        entry("contact.inner.notes", "{\"all\":[\"***\"]}"));
        database.inTransaction(
                session -> session.find(Person.class, 1L).contact.phones.add("other secret"));
        assertThat(latest().newValues()).containsOnly(entry("contact.phones", "{\"added\":[\"***\"]}"));
        database.inTransaction(session -> session.remove(session.find(Person.class, 1L)));
        assertThat(latest().oldValues().toString()).contains("contact.phones").doesNotContain("secret");
    }

    private AuditEvent latest() {
        return database.trail().history(Subject.of("Person", "1"), 1).events().get(0);
    }

    @Entity(name = "Person")
    @Auditable
    static class Person {
        @Id
        Long id = 1L;

        @AuditMask
        @Embedded
        Contact contact = new Contact();
    }

    @Embeddable
    static class Contact {
        @Nullable
        String mail = "secret@example.org";

        @ElementCollection
        Set<String> phones = new HashSet<>(Set.of("secret"));

        @Embedded
        Inner inner = new Inner();
    }

    @Embeddable
    static class Inner {
        @Nullable
        String text = "secret text";

        @ElementCollection
        Map<String, String> notes = new HashMap<>(Map.of("secret key", "secret note"));
    }
}
