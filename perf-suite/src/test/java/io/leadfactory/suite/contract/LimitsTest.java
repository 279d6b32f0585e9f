package io.leadfactory.suite.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    @Test
    void of_noReplacement_isTheContract() {
        Limits limits = Limits.of(Map.of());

        assertThat(limits.of(Row.A1))
                .containsExactly(
                        Limit.below(Metric.MEAN, Duration.ofMillis(50)),
                        Limit.below(Metric.P95, Duration.ofMillis(35)),
                        Limit.below(Metric.MAX, Duration.ofMillis(100)));
        assertThat(limits.of(Row.I2, "refused"))
                .containsExactly(
                        Limit.below(Metric.MEAN, Duration.ofMillis(25)),
                        Limit.below(Metric.P95, Duration.ofMillis(20)),
                        Limit.below(Metric.MAX, Duration.ofMillis(100)));
    }

    @Test
    void of_everyRow_hasLimits() {
        Limits limits = Limits.of(Map.of());

        assertThat(Row.values())
                .hasSize(17)
                .allSatisfy(row -> assertThat(limits.of(row)).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "A1.mean, 40, 40000000",
        "a1.mean, 40ms, 40000000",
        "A1.mean, 1ns, 1",
        "A1.max, 1.5s, 1500000000",
        "A1.p95, 800us, 800000",
        "M5.heap, 2, 2097152",
        "M5.heap, 512kb, 524288",
        "M3.throughput, 1000, 1000",
        "A1.mean, 0, 0",
    })
    void of_replacement_isInForce(String key, String text, double expected) {
        Limits limits = Limits.of(Map.of("perf.limit." + key, text));

        Row row = Row.of(key.substring(0, 2));
        assertThat(limits.of(row)).extracting(Limit::value).contains(expected);
        assertThat(limits.of(row))
                .hasSameSizeAs(Limits.of(Map.of()).of(row))
                .extracting(Limit::bound)
                .isEqualTo(
                        Limits.of(Map.of()).of(row).stream().map(Limit::bound).toList());
    }

    @Test
    void of_replacementOfAPart_leavesTheMainOperationAlone() {
        Limits limits = Limits.of(Map.of("perf.limit.I2.refused.mean", "1ms"));

        assertThat(limits.of(Row.I2, "refused")).contains(Limit.below(Metric.MEAN, Duration.ofMillis(1)));
        assertThat(limits.of(Row.I2)).isEqualTo(Limits.of(Map.of()).of(Row.I2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "fast", "10mb", "1e3", "NaN", "1 000", "ms", "١٢"})
    void of_unusableTime_saysWhatIsWanted(String text) {
        assertThatThrownBy(() -> Limits.of(Map.of("perf.limit.A1.mean", text)))
                .isInstanceOf(SettingException.class)
                .hasMessage("unusable limit perf.limit.A1.mean=\"" + text
                        + "\": give a time of at least 0, as 50, 50ms, 800us or 1.5s");
    }

    @Test
    void of_unknownScenario_listsTheKnownOnes() {
        assertThatThrownBy(() -> Limits.of(Map.of("perf.limit.A9.mean", "1")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("unknown scenario \"A9\": choose among A1, A2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"perf.limit.A1", "perf.limit.A1.", "perf.limit.A1.median", "perf.limit.A1.refused.mean"})
    void of_unknownLimit_listsTheKnownOnes(String key) {
        assertThatThrownBy(() -> Limits.of(Map.of(key, "1")))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("scenario A1 has no limit \"")
                .hasMessageEndingWith("choose among mean, p95, max");
    }

    @Test
    void of_unknownPart_isRefused() {
        assertThatThrownBy(() -> Limits.of(Map.of()).of(Row.A1, "refused"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scenario A1 has no limits for a part \"refused\"");
    }
}
