package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.DatabaseKind;
import io.leadfactory.audit.example.OnEveryDatabase;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A time that microseconds since 1970 cannot tell, put into a row, ended the verification with an overflow. */
@OnEveryDatabase
class EndlessTimeTest {
    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private final List<String> times;

    EndlessTimeTest(DatabaseKind kind) {
        database.on(kind);
        times = switch (kind) {
            case POSTGRESQL -> List.of("'infinity'", "'-infinity'", "'294276-12-31 23:59:59'");
            case H2 -> List.of("timestamp '999999999-12-31 00:00:00'", "timestamp '-999999999-01-01 00:00:00'");
            case MARIADB -> List.of("'9999-12-31 23:59:59'");
        };
    }

    @Test
    void verify_timeBeyondAllMicroseconds_isFound() {
        AuditEntry entry = AuditEntry.of("A", Subject.of("S", "1"));
        database.trail().recordAll(List.of(entry, entry, entry));
        database.expectTampering();
        for (String time : times) {
            database.dataSource()
                    .execute("update audit_event set occurred_at = " + time + " where mod(position, 1048576) = 2");
            assertThat(database.trail().verify().findings())
                    .as(time)
                    .extracting(Finding::number, Finding::kind)
                    .containsExactly(tuple(2L, Kind.EDITED));
            assertThat(database.trail().find(AuditQuery.all()).events()).hasSize(3);
            assertThat(database.trail().summarize(AuditQuery.all()).events()).isEqualTo(3);
        }
    }
}
