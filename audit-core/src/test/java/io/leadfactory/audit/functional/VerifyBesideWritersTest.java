package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By the process that writes, which knows the ends of its lanes, and by another one; at the database's own isolation. */
@OnEveryDatabase
class VerifyBesideWritersTest {
    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 60;

    @RegisterExtension
    final TestDatabase database;

    VerifyBesideWritersTest(DatabaseKind kind) {
        database = new TestDatabase().on(kind);
    }

    @Test
    void verify_besideWriters_raisesNoAlarm() throws Exception {
        AuditTrail trail = database.trail();
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
        try (SessionFactory other = database.open(List.of(), Map.of(), "none")) {
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                writers.add(pool.submit(() -> write(trail)));
            }
            int verifications = 0;
            while (verifications++ < 2 || writers.stream().anyMatch(writer -> !writer.isDone())) {
                assertThat(trail.verify().findings()).isEmpty();
                assertThat(AuditTrail.of(other).verify().findings()).isEmpty();
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(trail.verify().events()).isEqualTo(WRITERS * TRANSACTIONS * 2L);
        } finally {
            pool.shutdownNow();
        }
    }

    private static void write(AuditTrail trail) {
        AuditEntry entry = AuditEntry.of("NOTED", Subject.of("Note", "1"));
        for (int i = 0; i < TRANSACTIONS; i++) {
            trail.recordAll(List.of(entry, entry));
        }
    }
}
