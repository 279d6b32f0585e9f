package io.leadfactory.audit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.chaos.DyingSpooler.Moment;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.ReplayReport;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of writers whose events wait in the spool, around the commit of their transaction: what was committed is stored,
 * once, and what was not committed is not.
 */
@Tag("once")
class KilledSpoolerTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class).on(DatabaseKind.POSTGRESQL);

    @TempDir
    Path folder = Path.of("");

    @Test
    void replay_writersKilledAroundTheirCommit_storesWhatWasCommittedOnce() throws IOException, SQLException {
        database.dataSource().execute("alter table audit_event rename to gone");
        runToDeath();
        KilledTransactions.awaitEnd(database);
        database.dataSource().execute("alter table gone rename to audit_event");

        Map<String, Object> settings = Map.of(
                "leadfactory.audit.failure-policy",
                "CONTINUE",
                "leadfactory.audit.spool",
                folder.resolve("spool").toString());
        try (SessionFactory factory = database.open(List.of(Lead.class, Company.class), settings, "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            assertThat(trail.replay().isComplete()).isTrue();
            assertThat(trail.replay()).isEqualTo(new ReplayReport(0, 0, 0, 0));
        }
        check();
    }

    private void runToDeath() throws IOException {
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (Moment moment : Moment.values()) {
                List<String> arguments =
                        List.of(database.url(), folder.resolve("spool").toString(), moment.name());
                children.add(ChildJvm.start(folder.resolve("errors"), DyingSpooler.class, arguments));
            }
            for (ChildJvm child : children) {
                child.eachLine(line -> {});
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private void check() {
        List<String> leads = database
                .factory()
                .fromTransaction(session -> session.createSelectionQuery("select id from Lead", Long.class)
                        .getResultList())
                .stream()
                .map(String::valueOf)
                .toList();
        for (Moment moment : Moment.values()) {
            int last = moment.first + DyingSpooler.TRANSACTIONS;
            assertThat(leads).contains(id(last - 3), id(last - 2)).doesNotContain(id(last - 1));
            if (moment == Moment.AFTER_COMMIT) {
                assertThat(leads).contains(id(last));
            } else if (moment != Moment.WHILE_COMMITTING) {
                assertThat(leads).doesNotContain(id(last));
            }
        }
        List<AuditEvent> events =
                database.trail().find(AuditQuery.all().limit(100)).events();
        assertThat(events)
                .extracting(event -> event.subject().id())
                .as("what was committed; see %s", folder)
                .containsExactlyInAnyOrderElementsOf(leads);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.action()).isEqualTo("INSERT");
            assertThat(event.subject().id())
                    .startsWith(String.valueOf(event.origin().requestId()));
            assertThat(event.details()).containsKey("audit.replayed").doesNotContainKey("audit.commit");
        });
    }

    private static String id(int transaction) {
        return transaction + "0";
    }
}
