package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instants in the old classes were recorded as local times, of which two are the same when the clocks go back. */
// The old classes are what is tested.
@SuppressWarnings("JavaUtilDate")
class LocalInstantTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase(Visit.class);

    @Test
    void insertAndUpdate_oldClassesOfInstants_areRecordedInUtc() {
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        database.inTransaction(session -> session.persist(new Visit(first)));
        assertThat(latest().newValues())
                .containsOnly(
                        entry("came", first.toString()),
                        entry("birthday", "2026-10-25"),
                        entry("gone", first.toString()),
                        entry("seen", first.toString()));
        database.inTransaction(session -> session.find(Visit.class, 1L).came.setTime(first.toEpochMilli() + 3_600_000));
        assertThat(latest().oldValues()).containsOnly(entry("came", "2026-10-25T00:30:00Z"));
        assertThat(latest().newValues()).containsOnly(entry("came", "2026-10-25T01:30:00Z"));
    }

    @Test
    void insert_dayOrTimeInATimestamp_isRecordedInUtc() {
        database.inTransaction(session -> {
            Visit visit = new Visit(Instant.EPOCH);
            visit.came = new java.sql.Date(1_000);
            session.persist(visit);
        });
        assertThat(latest().newValues()).containsEntry("came", "1970-01-01T00:00:01Z");
        database.inTransaction(session -> session.find(Visit.class, 1L).came = new Time(2_000));
        assertThat(latest().newValues()).containsOnly(entry("came", "1970-01-01T00:00:02Z"));
    }

    private AuditEvent latest() {
        return database.trail().history(Subject.of("Visit", "1"), 1).events().get(0);
    }

    /** Has instants, and a day which is none. */
    @Entity(name = "Visit")
    @Auditable
    static class Visit {
        @Id
        Long id = 1L;

        Date came = new Date(0);

        @Nullable
        Calendar gone;

        @Nullable
        Timestamp seen;

        java.sql.Date birthday = java.sql.Date.valueOf("2026-10-25");

        protected Visit() {}

        Visit(Instant instant) {
            came = Date.from(instant);
            gone = new GregorianCalendar();
            gone.setTimeInMillis(instant.toEpochMilli());
            seen = Timestamp.from(instant);
        }
    }
}
