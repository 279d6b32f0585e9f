package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A spool on a real file system of 64 KB, which is full before long. It takes the right to mount one. */
class FullFileSystemTest {
    private static final int LEADS = 5;
    private static final int MORE_THAN_FIT = 1_000;

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    @TempDir
    Path folder = Path.of("");

    private boolean mounted;
    private long nextId = 1;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        String refusal;
        try {
            refusal = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.toString());
        } catch (IOException e) {
            refusal = String.valueOf(e.getMessage());
        }
        assumeTrue(refusal.isEmpty(), "a file system of 64 KB cannot be mounted here: " + refusal);
        mounted = true;
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            assertThat(run("umount", folder.toString())).isEmpty();
        }
    }

    @Test
    void commit_fileSystemFull_isRefusedAndNothingThatWasCommittedIsLost() {
        List<String> committed = new ArrayList<>();
        try (SessionFactory factory = open()) {
            AuditTrail trail = AuditTrail.of(factory);
            for (int round = 1; round <= 2; round++) {
                database.dataSource().execute("alter table audit_event rename to gone");
                int before = committed.size();
                AuditWriteException refused = writeUntilRefused(factory, committed);
                assertThat(refused).hasMessageContaining("No space left on device");
                assertThat(committed.size() - before).isGreaterThan(10);
                database.dataSource().execute("alter table gone rename to audit_event");
                assertThat(trail.replay().isComplete()).isTrue();
                assertThat(subjects()).containsExactlyInAnyOrderElementsOf(committed);
            }
        }
        assertThat(leads()).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void start_fileSystemFullWhenTheProcessEnded_storesAllThatWasCommitted() {
        List<String> committed = new ArrayList<>();
        try (SessionFactory factory = open()) {
            database.dataSource().execute("alter table audit_event rename to gone");
            writeUntilRefused(factory, committed);
        }
        database.dataSource().execute("alter table gone rename to audit_event");
        try (SessionFactory factory = open()) {
            AuditTrail.of(factory).replay();
        }
        assertThat(subjects()).containsExactlyInAnyOrderElementsOf(committed);
        assertThat(leads()).containsExactlyInAnyOrderElementsOf(committed);
    }

    private AuditWriteException writeUntilRefused(SessionFactory factory, List<String> committed) {
        for (int i = 0; i < MORE_THAN_FIT; i++) {
            List<String> ids = new ArrayList<>();
            try {
                factory.inTransaction(session -> {
                    for (int l = 0; l < LEADS; l++) {
                        ids.add(Long.toString(nextId));
                        session.persist(new Lead(nextId++, "a"));
                    }
                });
                committed.addAll(ids);
            } catch (AuditWriteException e) {
                return e;
            }
        }
        throw new AssertionError("64 KB were never full");
    }

    private SessionFactory open() {
        Map<String, Object> settings = Map.of(
                "leadfactory.audit.failure-policy",
                "CONTINUE",
                "leadfactory.audit.spool",
                folder.toString(),
                "leadfactory.audit.schema-check",
                "OFF");
        return database.open(List.of(Lead.class, Company.class), settings, "none");
    }

    private List<String> subjects() {
        try (var events = database.trail().stream(AuditQuery.all())) {
            return events.map((AuditEvent event) -> event.subject().id()).toList();
        }
    }

    private List<String> leads() {
        return database
                .factory()
                .fromTransaction(session -> session.createSelectionQuery("select id from Lead", Long.class)
                        .getResultList())
                .stream()
                .map(String::valueOf)
                .toList();
    }

    /** What the command had to say, if it failed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "exit code " + process.exitValue() + ' ' + output.strip();
    }
}
