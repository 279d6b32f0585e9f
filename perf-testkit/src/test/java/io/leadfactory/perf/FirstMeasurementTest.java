package io.leadfactory.perf;

import static io.leadfactory.perf.Perf.*;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What a stranger writes first: one import, one line to measure, one sentence to assert. */
class FirstMeasurementTest {
    private final byte[] text = "lead".repeat(256).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private long parse() {
        CRC32 sum = new CRC32();
        sum.update(text);
        return sum.getValue();
    }

    @Test
    void measure_nameAndOperation_isAllItTakes() {
        // readme:first
        var parsing = measure("parse", () -> parse());
        assertThat(parsing).p95().isBelow(seconds(5)).throughput().isAbove(perSecond(1));
        // end:first
        org.assertj.core.api.Assertions.assertThat(parsing.samples()).isPositive();
    }

    @Test
    void softly_severalLimits_areToldTogether() {
        // readme:softly
        var parsing = measure(scenario("parse by four")
                .operation(() -> parse())
                .users(4)
                .iterations(4_000)
                .build());
        softly(soft -> {
            soft.assertThat(parsing).errors().isAtMost(percent(1)).p95().isBelow(seconds(5));
            soft.assertThat(parsing)
                    .p99()
                    .isBetween(micros(0), seconds(5))
                    .percentile(99.8)
                    .isBelow(seconds(5));
        });
        // end:softly
    }
}
