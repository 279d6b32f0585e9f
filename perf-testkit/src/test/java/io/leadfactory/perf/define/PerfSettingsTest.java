package io.leadfactory.perf.define;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerfSettingsTest {
    private static PerfSettings settings(Map<String, String> given) {
        return PerfSettings.of(name -> Optional.ofNullable(given.get(name)));
    }

    @Test
    void get_nothingGiven_isTheDefault() {
        PerfSettings none = settings(Map.of());
        assertThat(none.get(KitSettings.DURATION)).isEqualTo(Duration.ofSeconds(1));
        assertThat(none.get(KitSettings.USERS)).isEqualTo(1);
        assertThat(none.get(KitSettings.WARM_UP)).hasToString("detected, at most PT2S");
        assertThat(none.find(KitSettings.ITERATIONS)).isEmpty();
    }

    @Test
    void defaults_all_canBeRead() {
        PerfSettings none = settings(Map.of());
        assertThat(PerfSettings.known())
                .allSatisfy(setting -> assertThatCode(() -> none.find(setting)).doesNotThrowAnyException());
        assertThat(PerfSettings.known()).extracting(PerfSetting::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "perf.duration   | 5        | perf.duration must be a time with its unit, as \"35 ms\", \"800 us\", \"1.5 s\" or \"2 min\": \"5\"",
                "perf.duration   | 0 s      | perf.duration must be positive: PT0S",
                "perf.users      | 0        | perf.users must be a whole number of at least 1: \"0\"",
                "perf.users      | many     | perf.users must be a whole number of at least 1: \"many\"",
                "perf.loads      | 3        | perf.loads must be 1, or a whole number of at least 5, which an interval needs: 3",
                "perf.warmup     | a while  | perf.warmup must be \"none\", a number of operations as \"200\", or the longest wait for a steady state as \"2 s\": \"a while\"",
                "perf.tables     | yes      | perf.tables must be \"true\" or \"false\": \"yes\""
            })
    void get_unusableValue_isRefused(String name, String text, String message) {
        PerfSetting<?> setting = PerfSettings.known().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of(name, text)).get(setting))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "perf.duratoin, perf.duration",
        "perf.warm-up, perf.warmup",
        "perf.user, perf.users",
        "perf.hanglimit, perf.hang-limit",
        "perf.color, perf.colour"
    })
    void check_misspeltName_isRefusedWithTheNearest(String name, String nearest) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PerfSettings.check(List.of("java.version", name)))
                .withMessageStartingWith(
                        "unknown setting \"" + name + "\": did you mean \"" + nearest + "\"? Known are ");
    }

    @Test
    void check_knownAndForeignNames_areFine() {
        assertThatCode(() -> PerfSettings.check(List.of("perf.duration", "perfect", "user.home")))
                .doesNotThrowAnyException();
    }

    @Test
    void describe_someGiven_showsEveryValueAndTheDefaultsLeft() {
        String text =
                settings(Map.of("perf.users", "4", "perf.iterations", "100")).describe();
        assertThat(text)
                .startsWith("perf settings: duration=1 s, iterations=100, users=4 (default 1), warmup=2 s, pairs=200,")
                .doesNotContain("\n");
    }

    @Test
    void scenario_settingsGiven_fillWhatIsNotSaidInCode() {
        PerfSettings given = settings(
                Map.of("perf.users", "3", "perf.duration", "50 ms", "perf.warmup", "7", "perf.hang-limit", "5 s"));
        Scenario byDefault = Scenario.named("s", given).operation(() -> {}).build();
        assertThat(byDefault.users()).isEqualTo(3);
        assertThat(byDefault.duration()).contains(Duration.ofMillis(50));
        assertThat(byDefault.warmUp().iterations()).isEqualTo(7);
        assertThat(byDefault.hangLimit()).isEqualTo(Duration.ofSeconds(5));

        Scenario inCode = Scenario.named("s", given)
                .operation(() -> {})
                .users(2)
                .iterations(10)
                .warmUp(WarmUp.none())
                .build();
        assertThat(inCode.users()).isEqualTo(2);
        assertThat(inCode.duration()).isEmpty();
        assertThat(inCode.warmUp().isNone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "35 ms, PT0.035S",
        "800us, PT0.0008S",
        "1.5 s, PT1.5S",
        "2 min, PT2M",
        "1H, PT1H",
        "PT3S, PT3S",
        "0 ms, PT0S"
    })
    void time_numberAndUnit_isRead(String text, Duration expected) {
        assertThat(Quantity.time("t", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"''", "35", "ms", "-1 s", "1,5 s", "1 fortnight", "0.5 ns", "PTS", "999999999999 h", "99999999 h"})
    void time_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.time("t", text))
                .withMessageStartingWith("t must be ");
    }

    @Test
    void otherQuantities_withTheirUnits_areRead() {
        assertThat(Quantity.bytes("b", "50 MB")).isEqualTo(50 * 1_048_576);
        assertThat(Quantity.perSecond("r", "200 /s")).isEqualTo(200);
        assertThat(Quantity.percent("p", "2.5%")).isEqualTo(2.5);
        assertThat(Quantity.number("n", "3")).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.bytes("heap", "50"))
                .withMessage("heap must be a size with its unit, as \"50 MB\", \"512 KB\" or \"64 B\": \"50\"");
    }
}
