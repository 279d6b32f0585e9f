package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditKeySourceTest {
    private static final String ONE = secret("one");
    private static final String TWO = secret("two");

    @TempDir
    Path folder = Path.of("");

    private final ClockByHand clock = new ClockByHand();
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("keys");
    }

    @Test
    void current_fixedKeys_isTheOneNamed() {
        AuditKeySource keys = AuditKeySource.of(Map.of("a", bytes(ONE), "b", bytes(TWO)), "b");
        assertThat(keys.current().id()).isEqualTo("b");
        assertThat(find(keys, "a").secret().getEncoded()).isEqualTo(bytes(ONE));
        assertThat(keys.find("c")).isNull();
        assertThatThrownBy(() -> AuditKeySource.of(Map.of("a", bytes(ONE)), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("current key must be one of [a]: \"x\"");
    }

    @Test
    void of_shortSecretOrOddName_isRefused() {
        assertThatThrownBy(() -> AuditKey.of("a", new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key \"a\" must have at least 32 bytes: 31; make one with: openssl rand -base64 32");
        assertThatThrownBy(() -> AuditKey.of("a b", new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuditKey.of("a".repeat(33), new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_anyKey_showsNoSecret() throws IOException {
        write("a=" + ONE);
        AuditKeySource fixed = AuditKeySource.of(Map.of("a", bytes(ONE)), "a");
        assertThat(fixed.current()).hasToString("key \"a\"");
        assertThat(fixed).hasToString("keys [a], current key \"a\"");
        assertThat(AuditKeySource.file(file)).hasToString("key file \"" + file + '"');
    }

    @Test
    void current_file_isTheLastLine() throws IOException {
        write("# keys\n\n a = " + ONE + "\nb=" + TWO + '\n');
        AuditKeySource keys = AuditKeySource.file(file);
        assertThat(keys.current().id()).isEqualTo("b");
        assertThat(find(keys, "a").secret().getEncoded()).isEqualTo(bytes(ONE));
    }

    @Test
    void current_fileChanged_isTakenWithinASecond() throws IOException {
        write("a=" + ONE);
        AuditKeySource keys = new KeyFile(file, clock);
        write("a=" + ONE + "\nb=" + TWO);
        assertThat(keys.current().id()).isEqualTo("a");
        clock.millis += 1_000;
        assertThat(keys.current().id()).isEqualTo("b");
        assertThat(keys.find("a")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=AAAA", "a=%s", "gone"})
    void current_fileBecomesUnusable_staysAsItWas(String text) throws IOException {
        write("a=" + ONE);
        AuditKeySource keys = new KeyFile(file, clock);
        if (text.equals("gone")) {
            Files.delete(file);
        } else {
            write(text.formatted(TWO));
        }
        clock.millis += 1_000;
        assertThat(keys.current().secret().getEncoded()).isEqualTo(bytes(ONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2VjcmV0", "c2VjcmV0=", "=c2VjcmV0", "a=c2VjcmV0", "a=c2VjcmV0!!", "a b=c2VjcmV0"})
    void file_unusableLine_isRefusedWithoutShowingIt(String line) throws IOException {
        write("# keys\n" + line);
        assertThatThrownBy(() -> AuditKeySource.file(file))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("key file \"" + file + "\", line 2 must be \"id=base64\"")
                .hasMessageNotContaining("c2Vj")
                .hasNoCause();
    }

    @Test
    void file_missingEmptyOrWithAnIdTwice_isRefused() throws IOException {
        assertThatThrownBy(() -> AuditKeySource.file(file))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("check that it is there");
        write("# none");
        assertThatThrownBy(() -> AuditKeySource.file(file))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("it has none");
        write("a=" + ONE + "\na=" + TWO);
        assertThatThrownBy(() -> AuditKeySource.file(file))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("line 2 must have an id of its own: \"a\"");
    }

    private static AuditKey find(AuditKeySource keys, String id) {
        return Objects.requireNonNull(keys.find(id));
    }

    private void write(String text) throws IOException {
        boolean again = Files.exists(file);
        FileTime before = again ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
        Files.writeString(file, text);
        if (again) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 5_000));
        }
    }

    private static String secret(String text) {
        return Base64.getEncoder().encodeToString((text + "-".repeat(32)).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String secret) {
        return Base64.getDecoder().decode(secret);
    }

    /** A clock that is set by hand. */
    private static final class ClockByHand extends Clock {
        private long millis = 1_000_000;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }
}
