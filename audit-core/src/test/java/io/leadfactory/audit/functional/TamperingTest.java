package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.ledger.VerificationReport;
import io.leadfactory.audit.query.AuditQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        "action, 'X', HASH",
        "outcome, 'FAILED', HASH",
        "subject_type, 'X', HASH",
        "subject_id, '9999', HASH",
        "actor, 'mallory', HASH",
        "request_id, 'x', HASH",
        "occurred_at, '2020-01-01 00:00:00', HASH",
        "event_id, random_uuid(7), HASH",
        "step, 5, HASH",
        "key_id, 'x', HASH",
        "subject_key, 5, SUBJECT_KEY",
        "payload_digest, x'00', PAYLOAD",
        "reason, 'x', HASH",
        "reason, null, HASH",
        "ip, 'x', HASH",
        "user_agent, 'x', HASH",
        "on_behalf_of, 'x', HASH",
        "attributes, '{}', HASH",
        "details, '{}', HASH",
        "old_values, '{}', HASH",
        "new_values, '{\"amount\":\"1\"}', HASH",
        "salt, null, PAYLOAD",
        "salt, x'00', HASH",
        "form, 2, FORM",
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
        assertThat(kinds()).containsExactly(Kind.HASH, Kind.HASH);
        tamper("update audit_event set payload_digest = hash where number = 300");
        assertThat(kinds()).contains(Kind.PAYLOAD);
    }

    @Test
    void verify_eventDeleted_isFound() {
        tamper("delete from audit_event where number = 700");
        List<Finding> findings = database.trail().verify().findings();
        assertThat(findings.get(0).kind()).isEqualTo(Kind.NUMBER);
        assertThat(findings.get(0).expected()).isEqualTo("event 700");
        assertThat(findings.get(0).found()).isEqualTo("event 701");
    }

    @Test
    void verify_eventInserted_isFound() {
        tamper("create table copy as select * from audit_event where number = 700");
        tamper("update audit_event set number = number + 1000000 where number > 700");
        tamper("update audit_event set number = number - 999999 where number > 1000000");
        tamper("update copy set number = 701");
        tamper("insert into audit_event select * from copy");
        assertThat(kinds()).contains(Kind.HASH);
    }

    @Test
    void verify_eventsSwapped_isFound() {
        tamper("update audit_event set number = -1 where number = 700");
        tamper("update audit_event set number = 700 where number = 701");
        tamper("update audit_event set number = 701 where number = -1");
        assertThat(kinds()).contains(Kind.HASH);
    }

    @Test
    void verify_renumberedAfterDelete_isFound() {
        tamper("delete from audit_event where number = 700");
        tamper("update audit_event set number = number - 1 where number > 700");
        assertThat(kinds()).contains(Kind.HASH);
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
        assertThat(kinds()).containsExactly(Kind.HASH);
        tamper("update audit_event set payload_digest = null where number = 700");
        assertThat(kinds()).containsExactly(Kind.PAYLOAD);
    }

    @Test
    void find_payloadErased_hasNoValues() {
        tamper("update audit_event set salt = null, reason = null, new_values = null, old_values = null"
                + " where number = 700");
        AuditEvent erased = database.trail()
                .history(Subject.of("Invoice", "700"), 1)
                .events()
                .get(0);
        assertThat(erased.newValues()).isEmpty();
    }

    @Test
    void verify_manyDefects_areCountedAndListedUpToTheLimit() {
        tamper("update audit_event set actor = 'mallory'");
        VerificationReport report = database.trail().verify();
        assertThat(report.defects()).isEqualTo(EVENTS);
        assertThat(report.findings()).hasSize(VerificationReport.MAX_FINDINGS);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void verify_randomEdits_areAllFound(long seed) {
        Random random = new Random(seed);
        String[] columns = {"action", "actor", "subject_id", "reason", "new_values", "request_id", "ip"};
        for (int i = 0; i < 30; i++) {
            int number = 1 + random.nextInt(EVENTS);
            String column = columns[random.nextInt(columns.length)];
            AuditEvent before = event(number);
            tamper("update audit_event set " + column + " = coalesce(" + column + ", '{') || 'x' where number = "
                    + number);
            List<Finding> findings = database.trail().verify().findings();
            assertThat(findings)
                    .as("seed %s, %s of event %s", seed, column, before)
                    .hasSize(1);
            assertThat(findings.get(0).number()).isEqualTo(number);
            boolean wasNull = column.equals("request_id") || column.equals("ip");
            tamper("update audit_event set " + column + " = "
                    + (wasNull ? "null" : "left(" + column + ", length(" + column + ") - 1)") + " where number = "
                    + number);
            assertThat(database.trail().verify().isClean()).as("seed %s", seed).isTrue();
        }
    }

    /** By the description of the canonical form, sharing no code with it. */
    private String payloadDigest(String reason, String oldValues, String newValues) {
        String salt = database.factory()
                .fromSession(session -> session.createNativeQuery(
                                "select rawtohex(salt) from audit_event where number = 700", String.class)
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

    private AuditEvent event(int number) {
        return database.trail()
                .find(AuditQuery.all().subject(Subject.of("Invoice", "" + number)))
                .events()
                .get(0);
    }

    private List<Kind> kinds() {
        return database.trail().verify().findings().stream().map(Finding::kind).toList();
    }

    private void tamper(String sql) {
        database.expectTampering();
        database.dataSource().execute(sql);
    }
}
