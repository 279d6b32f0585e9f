package io.leadfactory.audit.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.AuditSettingException;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.example.TestDatabase;
import io.leadfactory.audit.ledger.AuditKey;
import io.leadfactory.audit.ledger.AuditKeySource;
import io.leadfactory.audit.ledger.Finding;
import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.ledger.VerificationReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeyedTrailTest {
    private static final String KEYS = "leadfactory.audit.keys";
    private static final String KEY_FILE = "leadfactory.audit.key-file";
    private static final String KEYED_SINCE = "leadfactory.audit.keyed-since";
    private static final byte[] ONE = "1".repeat(32).getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "2".repeat(32).getBytes(StandardCharsets.UTF_8);
    private static final AuditKeySource BOTH = AuditKeySource.of(Map.of("one", ONE, "two", TWO), "one");

    @RegisterExtension
    final TestDatabase database = new TestDatabase();

    @TempDir
    Path folder = Path.of("");

    @Test
    void verify_keyed_isCleanAndSaysSo() {
        record(Map.of(KEYS, BOTH), 3);
        VerificationReport report = verify(Map.of(KEYS, BOTH));
        assertThat(report.isClean()).isTrue();
        assertThat(report.events()).isEqualTo(3);
        assertThat(report.unkeyed()).isZero();
        database.expectTampering();
    }

    @Test
    void verify_keysRotated_laneGoesOnWithTheNewOne() {
        Rotating keys = new Rotating();
        try (SessionFactory factory = database.open(List.of(), Map.of(KEYS, keys), "none")) {
            AuditTrail trail = AuditTrail.of(factory);
            trail.record(entry());
            keys.current = "two";
            trail.record(entry());
            assertThat(trail.verify().isClean()).isTrue();
            assertThat(trail.verify().lanes()).isEqualTo(1);
        }
        assertThat(rows("select key_id from audit_event where form = 2 order by position"))
                .containsExactly("one", "two");
        database.expectTampering();
    }

    @Test
    void verify_keyUnknown_isOneFindingForTheLane() {
        record(Map.of(KEYS, BOTH), 3);
        AuditKeySource other = AuditKeySource.of(Map.of("other", TWO), "other");
        assertThat(verify(Map.of(KEYS, other)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.KEY);
        assertThat(verify(Map.of()).findings().get(0).found()).isEqualTo("key \"one\"");
        AuditKeySource sameName = AuditKeySource.of(Map.of("one", TWO), "one");
        assertThat(verify(Map.of(KEYS, sameName)).findings())
                .extracting(Finding::kind)
                .contains(Kind.EDITED);
        database.expectTampering();
    }

    @Test
    void verify_keyedEventMadeUnkeyed_isFound() {
        record(Map.of(KEYS, BOTH), 5);
        database.dataSource()
                .execute("update audit_event set form = 1, key_id = null where mod(position, 1048576) >= 3");
        List<Finding> findings = verify(Map.of(KEYS, BOTH)).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).kind()).isEqualTo(Kind.KEY);
        assertThat(findings.get(0).number()).isEqualTo(3);
        database.expectTampering();
    }

    @Test
    void verify_unkeyedLane_isFoundUnlessItBeganBeforeTheKeys() {
        record(Map.of(), 2);
        assertThat(verify(Map.of()).isClean()).isTrue();
        assertThat(verify(Map.of(KEYS, BOTH)).findings())
                .extracting(Finding::toString)
                .singleElement()
                .asString()
                .endsWith("event 1: KEY expected a keyed lane, since there are keys and no \"" + KEYED_SINCE
                        + "\", found a lane that is not keyed");
        VerificationReport report = verify(Map.of(KEYS, BOTH, KEYED_SINCE, "2999-01-01T00:00:00Z"));
        assertThat(report.isClean()).isTrue();
        assertThat(report.unkeyed()).isEqualTo(2);
        assertThat(verify(Map.of(KEYS, BOTH, KEYED_SINCE, "2020-01-01T00:00:00Z"))
                        .findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.KEY);
    }

    @Test
    void verify_laneForgedWithoutAKey_isFound() {
        record(Map.of(KEYS, BOTH), 3);
        assertThat(verify(Map.of(KEYS, BOTH)).isClean()).isTrue();
        // Who can write the table and knows the form needs no key for a lane of his own.
        record(Map.of(), 1);
        assertThat(verify(Map.of(KEYS, BOTH)).findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.KEY);
        database.expectTampering();
    }

    @Test
    void verify_keysIntroducedLater_keyedSinceKeepsTheOlderHistoryClean() {
        record(Map.of(), 2);
        Map<String, Object> keyed =
                Map.of(KEYS, BOTH, KEYED_SINCE, Instant.now().toString());
        record(keyed, 3);
        VerificationReport report = verify(keyed);
        assertThat(report.isClean()).isTrue();
        assertThat(report.unkeyed()).isEqualTo(2);
        record(Map.of(), 1);
        assertThat(verify(keyed).findings()).extracting(Finding::kind).containsExactly(Kind.KEY);
        database.expectTampering();
    }

    @Test
    void record_keyFile_isUsed() throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(file, "one=" + Base64.getEncoder().encodeToString(ONE));
        record(Map.of(KEY_FILE, file.toString()), 1);
        assertThat(verify(Map.of(KEYS, BOTH)).isClean()).isTrue();
        database.expectTampering();
    }

    @Test
    void open_unusableKeySettings_isRefused() {
        assertRefused(Map.of(KEYS, BOTH, KEY_FILE, "keys"), "are both there: leave one out");
        assertRefused(Map.of(KEYED_SINCE, "2020-01-01T00:00:00Z"), "needs keys");
        assertRefused(Map.of(KEYS, BOTH, KEYED_SINCE, "yesterday"), "must be an instant");
        assertRefused(Map.of(KEYS, "secret"), "must be an instance of " + AuditKeySource.class.getName());
        assertRefused(Map.of(KEY_FILE, folder + "/none"), "cannot read key file");
    }

    private void assertRefused(Map<String, Object> settings, String message) {
        assertThatThrownBy(() -> database.open(List.of(), settings, "none"))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private void record(Map<String, Object> settings, int events) {
        try (SessionFactory factory = database.open(List.of(), settings, "none")) {
            for (int i = 0; i < events; i++) {
                AuditTrail.of(factory).record(entry());
            }
        }
    }

    private VerificationReport verify(Map<String, Object> settings) {
        try (SessionFactory factory = database.open(List.of(), settings, "none")) {
            return AuditTrail.of(factory).verify();
        }
    }

    private List<String> rows(String sql) {
        return database.factory()
                .fromSession(
                        session -> session.createNativeQuery(sql, String.class).getResultList());
    }

    private static AuditEntry entry() {
        return AuditEntry.of("PAID", Subject.of("Invoice", "1"));
    }

    /** Both keys, of which the current one can be changed. */
    private static final class Rotating implements AuditKeySource {
        private volatile String current = "one";

        @Override
        public AuditKey current() {
            AuditKey key = BOTH.find(current);
            if (key == null) {
                throw new IllegalStateException("no key " + current);
            }
            return key;
        }

        @Override
        public @Nullable AuditKey find(String id) {
            return BOTH.find(id);
        }
    }
}
