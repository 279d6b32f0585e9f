package io.leadfactory.audit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.chaos.DyingWriter.Moment;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 between insert and commit, and between a commit and its acknowledgement, costs: nothing but the lane. */
@Tag("once")
class KilledWriterTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase().on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void kill_aroundTheCommit_leavesAllOrNothingAndTheNextProcessGoesOn() throws IOException {
        AuditTrail trail = database.trail();
        assertThat(actionsAfterDeath(trail, Moment.BEFORE_COMMIT)).containsExactly("FIRST");
        assertThat(actionsAfterDeath(trail, Moment.AFTER_COMMIT)).containsExactly("SECOND", "FIRST");
        assertThat(trail.verify().lanes()).isEqualTo(2);

        trail.record(AuditEntry.of("NEXT", Subject.of("Process", "next")));
        List<AuditEvent> events = trail.find(AuditQuery.all()).events();
        assertThat(events).hasSize(4);
        assertThat(events.get(0).number()).isEqualTo(1);
        assertThat(trail.verify().lanes()).isEqualTo(3);
        assertThat(trail.verify().findings()).isEmpty();
    }

    private List<String> actionsAfterDeath(AuditTrail trail, Moment moment) throws IOException {
        try (ChildJvm child =
                ChildJvm.start(folder.resolve("errors"), DyingWriter.class, List.of(database.url(), moment.name()))) {
            child.eachLine(line -> {});
        }
        return trail.history(Subject.of("Process", moment.name()), 10).events().stream()
                .map(AuditEvent::action)
                .toList();
    }
}
