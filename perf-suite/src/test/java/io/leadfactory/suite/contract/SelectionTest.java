package io.leadfactory.suite.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    @Test
    void of_nothingGiven_isEverything() {
        assertThat(Selection.of(Map.of()).rows()).containsExactly(Row.values());
    }

    @Test
    void of_groupsAndScenarios_isBoth() {
        Selection selection = Selection.of(Map.of("perf.groups", " Audit ", "perf.scenarios", "i2,M3"));

        assertThat(selection.rows()).containsExactly(Row.A1, Row.A2, Row.A3, Row.A4, Row.A5, Row.M3, Row.I2);
        assertThat(selection.contains(Row.M3)).isTrue();
        assertThat(selection.contains(Row.M4)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"audti", "", "audit,,monitoring", "audit;monitoring"})
    void of_unknownGroup_listsTheKnownOnes(String groups) {
        assertThatThrownBy(() -> Selection.of(Map.of("perf.groups", groups)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("unknown group \"")
                .hasMessageEndingWith("\": choose among audit, monitoring, integration");
    }

    @Test
    void of_unknownScenario_listsTheKnownOnes() {
        assertThatThrownBy(() -> Selection.of(Map.of("perf.scenarios", "A1,X7")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("unknown scenario \"X7\": choose among A1, A2, A3");
    }
}
