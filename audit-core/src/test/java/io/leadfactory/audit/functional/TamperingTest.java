package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.Positions;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.ledger.Position;
import io.leadfactory.audit.ledger.VerificationReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TamperingTest {
    private static final int EVENTS = 1200;

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    private long lane;

    @BeforeEach
    void record() {
        List<AuditEntry> entries = new ArrayList<>();
        for (int i = 1; i <= EVENTS; i++) {
            entries.add(AuditEntry.of("PAID", Subject.of("Invoice", "" + i)).change("amount", null, "" + i));
        }
        try (AuditContext.Scope scope =
                AuditContext.actor("alice").reason("month end").open()) {
            database.trail().recordAll(entries);
        }
        lane = database.trail()
                .history(Subject.of("Invoice", "1"), 1)
                .events()
                .get(0)
                .lane();
    }

    @Test
    void verify_honestHistory_findsNothing() {
        VerificationReport report = database.trail().verify();
        assertThat(report.isClean()).isTrue();
        assertThat(report.events()).isEqualTo(EVENTS);
        assertThat(report.lanes()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "action, 'X', EDITED",
        "outcome, 'FAILED', EDITED",
        "subject_type, 'X', EDITED",
        "subject_id, '9999', EDITED",
        "actor, 'mallory', EDITED",
        "request_id, 'x', EDITED",
        "occurred_at, '2020-01-01 00:00:00', EDITED",
        "event_id, random_uuid(7), EDITED",
        "step, 5, EDITED",
        "key_id, 'x', EDITED",
        "payload_digest, x'00', PAYLOAD",
        "reason, 'x', EDITED",
        "reason, null, EDITED",
        "ip, 'x', EDITED",
        "user_agent, 'x', EDITED",
        "on_behalf_of, 'x', EDITED",
        "attributes, '{}', EDITED",
        "details, '{}', EDITED",
        "old_values, '{}', EDITED",
        "new_values, '{\"amount\":\"1\"}', EDITED",
        "salt, null, PAYLOAD",
        "salt, x'00', EDITED",
        "form, 2, KEY",
        "form, 3, FORM",
    })
    void verify_columnEdited_isFoundWithItsPosition(String column, String value, Kind kind) {
        tamper("update audit_event set " + column + " = " + quoted(column, value) + " where number = 700");
        List<Finding> findings = database.trail().verify().findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).number()).isEqualTo(700);
        assertThat(findings.get(0).kind()).isEqualTo(kind);
        assertThat(findings.get(0).expected()).isNotEqualTo(findings.get(0).found());
    }

    private static String quoted(String column, String value) {
        boolean expression = value == null || value.contains("(") || value.startsWith("x'") || column.equals("form");
        return expression || value.equals("null") ? String.valueOf(value) : '\'' + value + '\'';
    }

    @Test
    void verify_digestOrHashEdited_isFound() {
        tamper("update audit_event set hash = (select hash from audit_event where number = 1) where number = 700");
        assertThat(kinds()).containsExactly(Kind.EDITED);
        tamper("update audit_event set payload_digest = hash where number = 300");
        assertThat(kinds()).contains(Kind.PAYLOAD);
    }

    @Test
    void verify_eventDeleted_isFound() {
        tamper("delete from audit_event where number = 700");
        assertThat(findings()).containsExactly("700 DELETED expected event 700, found event 701");
        tamper("delete from audit_event where number between 300 and 310");
        assertThat(findings().get(0)).isEqualTo("300 DELETED expected events 300 to 310, found event 311");
        tamper("delete from audit_event where number = 1");
        assertThat(findings().get(0)).isEqualTo("1 DELETED expected event 1, found event 2");
    }

    @Test
    void verify_eventInserted_isFound() {
        tamper("create table copy as select * from audit_event where number = 700");
        shift("number > 700", 1);
        tamper("update copy set number = 701");
        tamper("insert into audit_event select * from copy");
        assertThat(findings())
                .containsExactly("701 INSERTED expected event 701, found an event that it knows nothing of");
    }

    @Test
    void verify_eventsInserted_isFound() {
        tamper("create table copy as select * from audit_event where number between 700 and 704");
        shift("number > 900", 5);
        tamper("update copy set number = number + 201");
        tamper("insert into audit_event select * from copy");
        assertThat(findings())
                .containsExactly("901 INSERTED expected event 901, found 5 event(s) that it knows nothing of");
    }

    @Test
    void verify_eventsSwapped_isFound() {
        swap(700, 701);
        assertThat(findings()).containsExactly("700 SWAPPED expected event 700, found event 701");
        swap(300, 345);
        assertThat(findings().get(0)).isEqualTo("300 SWAPPED expected event 300, found event 345");
    }

    @Test
    void verify_eventRenumbered_isFound() {
        tamper("update audit_event set number = 5000 where number = 700");
        assertThat(findings()).containsExactly("5000 RENUMBERED expected number 700, found number 5000");
        tamper("update audit_event set number = 0 where number = 300");
        assertThat(findings())
                .containsExactly(
                        "0 RENUMBERED expected number 300, found number 0",
                        "5000 RENUMBERED expected number 700, found number 5000");
    }

    @Test
    void verify_eventMovedToAnotherLane_isFoundInBoth() {
        tamper("update audit_event set number = -5 where number = 300");
        long last = Position.MAX_NUMBER - 4;
        assertThat(findings())
                .containsExactly(
                        "1 DELETED expected events 1 to " + (last - 1) + ", found event " + last,
                        "300 DELETED expected event 300, found event 301");
    }

    @Test
    void verify_endRenumbered_isFound() {
        shift("number > 700", 10);
        assertThat(findings()).containsExactly("711 RENUMBERED expected number 701, found number 711");
    }

    @Test
    void verify_renumberedAfterDelete_isFound() {
        tamper("delete from audit_event where number in (700, 701)");
        shift("number > 700", -2);
        assertThat(findings())
                .containsExactly(
                        "700 DELETED expected events 700 to 701, found event 700, which was event 702",
                        "1200 END expected " + endHash() + ", found event 1198 as the last");
    }

    @Test
    void verify_endDeleted_isFoundByTheProcessThatWroteIt() {
        tamper("delete from audit_event where number > 1000");
        assertThat(kinds()).containsExactly(Kind.END);
        try (SessionFactory other = database.open(List.of(), Map.of(), "none")) {
            // Nobody else knows where the lane ended: that needs an anchor.
            assertThat(AuditTrail.of(other).verify().isClean()).isTrue();
        }
        tamper("delete from audit_event");
        assertThat(kinds()).containsExactly(Kind.END);
    }

    @Test
    void verify_payloadErasedWithItsSalt_staysClean() {
        String erased = "update audit_event set salt = null, reason = null, new_values = null, old_values = null";
        String digest = payloadDigest("month end", "{\"amount\":null}", "{\"amount\":\"700\"}");
        tamper(erased + ", payload_digest = x'" + digest + "' where number = 700");
        assertThat(database.trail().verify().isClean()).isTrue();
        tamper("update audit_event set payload_digest = hash where number = 700");
        assertThat(kinds()).containsExactly(Kind.EDITED);
        tamper("update audit_event set payload_digest = null where number = 700");
        assertThat(kinds()).containsExactly(Kind.PAYLOAD);
    }

    @Test
    void find_payloadErased_hasNoValuesAndSaysSo() {
        assertThat(invoice("700").erased()).isFalse();
        String digest = payloadDigest("month end", "{\"amount\":null}", "{\"amount\":\"700\"}");
        tamper("update audit_event set salt = null, reason = null, new_values = null, old_values = null,"
                + " payload_digest = x'" + digest + "' where number = 700");
        assertThat(invoice("700").newValues()).isEmpty();
        assertThat(invoice("700").erased()).isTrue();
        assertThat(invoice("699").erased()).isFalse();
    }

    private AuditEvent invoice(String id) {
        return database.trail().history(Subject.of("Invoice", id), 1).events().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, INSERTED",
        "-1, DELETED",
        "0, INSERTED",
        "1, EDITED",
        "9223372036854775807, DELETED"
    })
    void verify_eventInsertedFarOutside_isFound(long position, Kind kind) {
        tamper("create table copy as select * from audit_event where number = 700");
        tamper("update copy set position = cast('" + position + "' as bigint)");
        tamper("insert into audit_event select * from copy");
        assertThat(database.trail().verify().findings())
                .extracting(Finding::lane, Finding::kind)
                .contains(tuple(Position.lane(position), kind));
    }

    @Test
    void verify_manyDefects_areCountedAndListedUpToTheLimit() {
        tamper("update audit_event set actor = 'mallory'");
        VerificationReport report = database.trail().verify();
        assertThat(report.defects()).isEqualTo(EVENTS);
        assertThat(report.findings()).hasSize(VerificationReport.MAX_FINDINGS);
    }

    /** By the description of the canonical form, sharing no code with it. */
    private String payloadDigest(String reason, String oldValues, String newValues) {
        String salt = database.factory()
                .fromSession(session -> session.createNativeQuery(
                                Positions.byNumber("select rawtohex(salt) from audit_event where number = 700", lane),
                                String.class)
                        .getSingleResult());
        StringBuilder hex = new StringBuilder(salt);
        for (String text : new String[] {null, null, null, reason, null, null, oldValues, newValues}) {
            byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
            hex.append(String.format("%08x", text == null ? -1 : utf8.length))
                    .append(HexFormat.of().formatHex(utf8));
        }
        return database.factory()
                .fromSession(session -> session.createNativeQuery(
                                "select rawtohex(hash('SHA-256', x'" + hex + "'))", String.class)
                        .getSingleResult());
    }

    private List<Kind> kinds() {
        return database.trail().verify().findings().stream().map(Finding::kind).toList();
    }

    private List<String> findings() {
        return database.trail().verify().findings().stream()
                .map(finding -> finding.number() + " " + finding.kind() + " expected " + finding.expected() + ", found "
                        + finding.found())
                .toList();
    }

    private String endHash() {
        return database.trail().verify().findings().stream()
                .filter(finding -> finding.kind() == Kind.END)
                .map(Finding::expected)
                .findFirst()
                .orElseThrow();
    }

    private void swap(int one, int other) {
        tamper("update audit_event set number = -1 where number = " + one);
        tamper("update audit_event set number = " + one + " where number = " + other);
        tamper("update audit_event set number = " + other + " where number = -1");
    }

    /** In two steps, since no two events may have one number in between. */
    private void shift(String which, int by) {
        tamper("update audit_event set number = -number where " + which);
        tamper("update audit_event set number = -number + " + by + " where number < 0");
    }

    private void tamper(String sql) {
        database.expectTampering();
        database.dataSource().execute(Positions.byNumber(sql, lane));
    }
}
