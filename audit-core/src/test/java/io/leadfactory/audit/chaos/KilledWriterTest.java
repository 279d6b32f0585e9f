package io.leadfactory.audit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.chaos.DyingWriter.Moment;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.query.AuditQuery;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kill -9 between insert and commit, and between a commit and its acknowledgement, costs: nothing but the lane. */
class KilledWriterTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void kill_aroundTheCommit_leavesAllOrNothingAndTheNextProcessGoesOn() throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (SessionFactory factory = ChaosWriter.open(url, "create")) {
                AuditTrail trail = AuditTrail.of(factory);
                assertThat(actionsAfterDeath(trail, url, Moment.BEFORE_COMMIT)).containsExactly("FIRST");
                assertThat(actionsAfterDeath(trail, url, Moment.AFTER_COMMIT)).containsExactly("SECOND", "FIRST");
                assertThat(trail.verify().lanes()).isEqualTo(2);

                trail.record(AuditEntry.of("NEXT", Subject.of("Process", "next")));
                List<AuditEvent> events = trail.find(AuditQuery.all()).events();
                assertThat(events.get(0).number()).isEqualTo(1);
                assertThat(events).extracting(AuditEvent::lane).hasSize(4);
                assertThat(trail.verify().lanes()).isEqualTo(3);
                assertThat(trail.verify().findings()).isEmpty();
            }
        }
    }

    private List<String> actionsAfterDeath(AuditTrail trail, String url, Moment moment) throws IOException {
        try (ChildJvm child =
                ChildJvm.start(folder.resolve("errors"), DyingWriter.class, List.of(url, moment.name()))) {
            child.eachLine(line -> {});
        }
        return trail.history(Subject.of("Process", moment.name()), 10).events().stream()
                .map(AuditEvent::action)
                .toList();
    }
}
