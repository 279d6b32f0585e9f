package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The flush of a child session within its parent's flush recorded the parent's entities before their collections. */
class NestedFlushTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Basket.class);

    @Test
    void flush_ofAChildWithinAFlush_leavesOneWholeEventForEachEntity() {
        database.inTransaction(session -> {
            session.persist(new Basket(1, "a", null));
            session.persist(new Basket(2, "b", () -> insertAndFlush(session)));
        });
        List<AuditEvent> events = database.trail().find(AuditQuery.all()).events();
        assertThat(events)
                .extracting(event -> event.action()
                        + ' '
                        + event.subject().id()
                        + ' '
                        + event.newValues().get("content"))
                .containsExactlyInAnyOrder(
                        "INSERT 1 {\"all\":[\"a\"]}", "INSERT 2 {\"all\":[\"b\"]}", "INSERT 3 {\"all\":[\"c\"]}");
    }

    private static void insertAndFlush(Session session) {
        try (Session child = session.sessionWithOptions().connection().openSession()) {
            child.persist(new Basket(3, "c", null));
            child.flush();
        }
    }

    @Entity(name = "Basket")
    @Auditable
    static class Basket {
        @Id
        long id;

        @ElementCollection
        Set<String> content = new HashSet<>();

        @Transient
        private @Nullable Runnable inserted;

        protected Basket() {}

        Basket(long id, String element, @Nullable Runnable inserted) {
            this.id = id;
            this.content.add(element);
            this.inserted = inserted;
        }

        @PostPersist
        void inserted() {
            if (inserted != null) {
                inserted.run();
            }
        }
    }
}
