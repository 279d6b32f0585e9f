package io.leadfactory.audit.history;

import static io.leadfactory.audit.history.StateFoldTest.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.example.SampleEvents;
import io.leadfactory.audit.history.EntityState.Existence;
import io.leadfactory.audit.history.StateDifference.ValueChange;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateDifferenceTest {
    private static final EntityState ABSENT = state(Existence.ABSENT, Map.of(), Map.of());

    @Test
    void of_changedValues_areListedAndEqualOnesAreNot() {
        StateDifference difference = StateDifference.of(
                present(values("a", "1", "b", null, "c", "x"), Map.of()),
                present(values("a", "2", "b", "n", "c", "x"), Map.of()));
        assertThat(difference.changes())
                .isEqualTo(Map.of("a", new ValueChange("1", "2"), "b", new ValueChange(null, "n")));
        assertThat(difference.undetermined()).isEmpty();
        assertThat(difference.isEmpty()).isFalse();
    }

    @Test
    void of_entityThatAppeared_hasEveryValueFromNull() {
        StateDifference difference =
                StateDifference.of(ABSENT, present(values("a", "1", "b", null), Map.of("p", "***")));
        assertThat(difference.changes())
                .isEqualTo(Map.of("a", new ValueChange(null, "1"), "p", new ValueChange(null, "***")));
        assertThat(StateDifference.of(ABSENT, ABSENT).isEmpty()).isTrue();
        assertThat(StateDifference.of(ABSENT, present(Map.of(), Map.of())).isEmpty())
                .isFalse();
    }

    @Test
    void of_attributeNamedOnOneSideOnly_isUndetermined() {
        StateDifference difference =
                StateDifference.of(present(values("a", "1"), Map.of()), present(values("a", "1", "b", "2"), Map.of()));
        assertThat(difference.changes()).isEmpty();
        assertThat(difference.undetermined()).containsExactly("b");
        assertThat(difference.isEmpty()).isFalse();
    }

    @Test
    void of_placeholders_areComparedOnlyIfTheyAreMadeOfTheValue() {
        String cut = "x".repeat(9_983) + '\u2026' + "0123456789abcdef";
        String other = "x".repeat(9_983) + '\u2026' + "0123456789abcde0";
        StateDifference difference = StateDifference.of(
                present(values("v", "1"), Map.of("m", "***", "same", cut, "differs", cut, "cleared", "***")),
                present(values("cleared", null), Map.of("m", "***", "same", cut, "differs", other, "v", "***")));
        assertThat(difference.changes())
                .isEqualTo(Map.of("differs", new ValueChange(cut, other), "cleared", new ValueChange("***", null)));
        assertThat(difference.undetermined()).containsExactlyInAnyOrder("m", "v");
    }

    private static EntityState present(Map<String, @Nullable String> values, Map<String, String> unknown) {
        return state(Existence.PRESENT, values, unknown);
    }

    private static EntityState state(
            Existence existence, Map<String, @Nullable String> values, Map<String, String> unknown) {
        return new EntityState(
                SampleEvents.LEAD,
                SampleEvents.START,
                existence,
                true,
                values,
                unknown,
                Optional.empty(),
                Optional.empty());
    }
}
