package io.leadfactory.audit.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Intruder;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.query.AuditQuery;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One foreign row at the next number of a lane made every later write fail, since the lane was used again and again. */
class TakenNumberTest {
    private static final AuditEntry ENTRY = AuditEntry.of("X", Subject.of("Lead", "1"));

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @Test
    void record_numberTaken_failsOnceAndGoesOnElsewhere() {
        database.expectTampering();
        database.trail().record(ENTRY);
        Intruder.append(database.dataSource(), 1);
        assertThatThrownBy(() -> database.trail().record(ENTRY))
                .isInstanceOf(AuditWriteException.class)
                .hasMessageContaining("SQL state 23505")
                .hasMessageContaining("another writer took a number of their lane: verify the trail");
        database.trail().record(ENTRY);
        database.trail().record(ENTRY);

        List<AuditEvent> events = database.trail().find(AuditQuery.all()).events();
        assertThat(events).hasSize(4);
        assertThat(events.get(0).number()).isEqualTo(2);
        assertThat(events.get(0).lane()).isNotEqualTo(events.get(3).lane());
        assertThat(database.trail().verify().findings())
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.EDITED);
    }
}
