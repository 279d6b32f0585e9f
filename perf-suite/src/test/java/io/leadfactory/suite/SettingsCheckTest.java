package io.leadfactory.suite;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.suite.contract.SettingException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCheckTest {
    @TempDir
    Path folder;

    @Test
    void check_everythingUsable_isFine() {
        assertThatCode(() -> SettingsCheck.check(
                        Map.of("perf.report", folder.toString(), "perf.groups", "audit", "perf.limit.M5.heap", "20mb")))
                .doesNotThrowAnyException();
    }

    @Test
    void check_valueThatTheKitReadsLate_isRefused() {
        assertThatThrownBy(() -> SettingsCheck.check(Map.of("perf.report", folder.toString(), "perf.error-rate", "2")))
                .isInstanceOf(SettingException.class)
                .hasMessage("perf.error-rate must be above 0 and below 1: \"2\"");
    }

    @Test
    void check_misspeltName_isRefused() {
        assertThatThrownBy(() -> SettingsCheck.check(Map.of("perf.limt.A1.mean", "1ms")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(
                        "unknown setting \"perf.limt.A1.mean\": did you mean \"perf.limit.<..>\"? Known are ")
                .hasMessageContainingAll("perf.groups", "perf.jdbc.url", "perf.scenarios", "perf.report");
    }
}
