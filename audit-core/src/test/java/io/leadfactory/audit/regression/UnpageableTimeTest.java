package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Company;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.HandClock;
import io.leadfactory.audit.example.Lead;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event before 1970 or after the year 6429 was stored, and then no page came behind it. */
@OnEveryDatabase
class UnpageableTimeTest {
    private static final AuditEntry ENTRY = AuditEntry.of("A", Subject.of("S", "1"));

    private final HandClock clock = new HandClock(Instant.EPOCH);

    @RegisterExtension
    final TestDatabase database = new TestDatabase(Lead.class, Company.class).with("leadfactory.audit.clock", clock);

    UnpageableTimeTest(DatabaseKind kind) {
        database.on(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999999Z", "6429-10-17T02:45:55.328Z", "9999-01-01T00:00:00Z"})
    void record_timeThatNoIdentifierCarries_isRefused(String time) {
        clock.set(Instant.parse(time));
        assertThatThrownBy(() -> database.trail().record(ENTRY))
                .isInstanceOf(AuditWriteException.class)
                .hasMessageContaining("cannot make an event at " + time);
        assertThatThrownBy(() -> database.inTransaction(session -> session.persist(new Lead(1, "a"))))
                .hasStackTraceContaining("cannot make an event at " + time);
        database.inTransaction(
                session -> assertThat(session.find(Lead.class, 1L)).isNull());
        clock.set(Instant.EPOCH);
        database.trail().record(ENTRY);
        assertThat(database.trail().find(AuditQuery.all()).events()).hasSize(1);
    }

    @Test
    void find_firstAndLastTimes_arePaged() {
        List<Instant> times = List.of(
                Instant.EPOCH,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("6429-10-17T02:45:53Z"),
                Instant.parse("6429-10-17T02:45:55.327Z"));
        for (Instant time : times) {
            clock.set(time);
            database.trail().record(ENTRY);
        }
        assertThat(pages(AuditQuery.all().oldestFirst().limit(1))).isEqualTo(times);
        assertThat(pages(AuditQuery.all().limit(1))).containsExactlyInAnyOrderElementsOf(times);
    }

    private List<Instant> pages(AuditQuery query) {
        List<Instant> times = new ArrayList<>();
        AuditPage page = database.trail().find(query);
        page.events().stream().map(AuditEvent::occurredAt).forEach(times::add);
        while (page.next().isPresent()) {
            page = database.trail().find(query.after(page.next().orElseThrow()));
            page.events().stream().map(AuditEvent::occurredAt).forEach(times::add);
        }
        return times;
    }
}
