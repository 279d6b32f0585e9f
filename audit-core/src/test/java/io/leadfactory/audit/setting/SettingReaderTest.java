package io.leadfactory.audit.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.audit.event.AuditSettingException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SettingReaderTest {
    private static final String NAME = "leadfactory.audit.some";

    @Test
    void read_notSet_isTheDefault() {
        SettingReader reader = new SettingReader(Map.of());
        assertThat(reader.text(NAME)).isNull();
        assertThat(reader.text(NAME, "a")).isEqualTo("a");
        assertThat(reader.flag(NAME, true)).isTrue();
        assertThat(reader.count(NAME, 3)).isEqualTo(3);
        assertThat(reader.duration(NAME, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
        assertThat(reader.instance(NAME, Runnable.class)).isNull();
    }

    @Test
    void read_set_isTheValue() {
        assertThat(new SettingReader(Map.of(NAME, " a ")).text(NAME, "b")).isEqualTo("a");
        assertThat(new SettingReader(Map.of(NAME, "FALSE")).flag(NAME, true)).isFalse();
        assertThat(new SettingReader(Map.of(NAME, 7)).count(NAME, 3)).isEqualTo(7);
        assertThat(new SettingReader(Map.of(NAME, Duration.ofMinutes(2))).duration(NAME, Duration.ZERO))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void read_unusable_isRefusedWithRuleAndValue() {
        refused(" ", reader -> reader.text(NAME, "a"), "must be a text that is not blank: \"\"");
        refused("-1", reader -> reader.count(NAME, 3), "must be a positive whole number: \"-1\"");
        refused(
                "PT0S",
                reader -> reader.duration(NAME, Duration.ZERO),
                "must be a positive ISO 8601 duration such as PT30S: \"PT0S\"");
        refused(
                "30 s",
                reader -> reader.duration(NAME, Duration.ZERO),
                "must be a positive ISO 8601 duration such as PT30S: \"30 s\"");
    }

    @Test
    void refuseUnknown_nameNobodyAskedFor_namesThoseThatAreKnown() {
        SettingReader reader = new SettingReader(Map.of(NAME + "e", "true", "other", "1"));
        reader.flag(NAME, false);
        assertThatThrownBy(reader::refuseUnknown)
                .isInstanceOf(AuditSettingException.class)
                .hasMessage("setting \"leadfactory.audit.somee\" is not known: use one of [leadfactory.audit.some]");
    }

    private static void refused(String value, Consumer<SettingReader> read, String message) {
        SettingReader reader = new SettingReader(Map.of(NAME, value));
        assertThatThrownBy(() -> read.accept(reader))
                .isInstanceOf(AuditSettingException.class)
                .hasMessageContaining("setting \"" + NAME + "\" " + message);
    }
}
