package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that choose the same lane by chance: each goes on in a lane of its own, and no transaction fails. */
@OnEveryDatabase
class ChosenLaneTest {
    private static final Subject SUBJECT = Subject.of("Lead", "1");

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class);

    ChosenLaneTest(DatabaseKind kind) {
        database.on(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void record_laneOfAnother_goesOnInTheNext(int events) {
        List<AuditEntry> entries = Collections.nCopies(events, AuditEntry.of("A", SUBJECT));
        try (SessionFactory one = open();
                SessionFactory other = open()) {
            AuditTrail.of(one).recordAll(entries);
            AuditTrail.of(other).recordAll(entries);
            AuditTrail.of(other).recordAll(entries);
            AuditTrail.of(one).recordAll(entries);
        }
        List<AuditEvent> found = database.trail().history(SUBJECT, 500).events();
        assertThat(found).hasSize(4 * events);
        assertThat(found.stream().map(AuditEvent::lane).distinct()).hasSize(2);
    }

    @Test
    void commit_laneOfAnother_keepsTheTransaction() {
        try (SessionFactory one = open();
                SessionFactory other = open()) {
            one.inTransaction(session -> session.persist(new Lead(1, "a@example.org")));
            other.inTransaction(session -> session.persist(new Lead(2, "b@example.org")));
            assertThat(other.<Lead>fromSession(session -> session.find(Lead.class, 2L)))
                    .isNotNull();
        }
        assertThat(database.trail().history(Subject.of("Lead", "2"), 10).events())
                .hasSize(1);
    }

    private SessionFactory open() {
        return database.open(
                List.of(Lead.class, Company.class),
                Map.of(
                        "leadfactory.audit.random",
                        new Random(7),
                        "leadfactory.audit.clock",
                        new HandClock(Instant.EPOCH)),
                "none");
    }
}
