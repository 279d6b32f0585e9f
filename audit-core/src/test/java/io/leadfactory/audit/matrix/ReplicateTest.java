package io.leadfactory.audit.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.ReplicationMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replication writes the state of a detached entity over what the row holds, without having read it. */
@OnEveryDatabase
@SuppressWarnings("deprecation")
class ReplicateTest {
    @RegisterExtension
    final TestDatabase database;

    ReplicateTest(DatabaseKind kind) {
        database = new TestDatabase(Replica.class).on(kind);
    }

    @Test
    void replicate_newRow_isAnInsert() {
        replicate(new Replica("a", "x"), ReplicationMode.OVERWRITE);
        assertThat(events()).hasSize(1);
        assertThat(events().get(0).action()).isEqualTo("INSERT");
        assertThat(events().get(0).newValues()).containsOnly(entry("name", "a"), entry("tags", "{\"all\":[\"x\"]}"));
    }

    @Test
    void replicate_overARow_isAnUpdateThatKnowsNoOldValues() {
        replicate(new Replica("a", "x"), ReplicationMode.OVERWRITE);
        replicate(new Replica("b", "y"), ReplicationMode.OVERWRITE);
        assertThat(events()).hasSize(2);
        AuditEvent update = events().get(0);
        assertThat(update.action()).isEqualTo("UPDATE");
        assertThat(update.oldValues()).containsOnly(entry("tags", "{\"all\":\"(not recorded: not loaded)\"}"));
        assertThat(update.newValues()).containsOnly(entry("name", "b"), entry("tags", "{\"all\":[\"y\"]}"));
    }

    @Test
    void replicate_ignored_leavesNoEvent() {
        replicate(new Replica("a", "x"), ReplicationMode.OVERWRITE);
        replicate(new Replica("b", "y"), ReplicationMode.IGNORE);
        assertThat(events()).hasSize(1);
    }

    private void replicate(Replica replica, ReplicationMode mode) {
        database.inTransaction(session -> session.replicate(replica, mode));
    }

    private List<AuditEvent> events() {
        return database.trail().history(Subject.of("Replica", "1"), 10).events();
    }

    /** Comes from elsewhere. */
    @Entity(name = "Replica")
    @Auditable
    static class Replica {
        @Id
        Long id = 1L;

        @Nullable
        String name;

        @ElementCollection
        Set<String> tags = new HashSet<>();

        @Version
        int version;

        protected Replica() {}

        Replica(String name, String tag) {
            this.name = name;
            tags.add(tag);
        }
    }
}
