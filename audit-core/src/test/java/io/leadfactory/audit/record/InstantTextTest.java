package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
    private static final long SEED = Long.getLong("audit.instant.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59.999999999Z",
                "9999-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "0007-03-04T05:06:07.000000001Z",
                "2024-02-29T23:00:00.000100Z",
                "2026-11-26T00:00:00.010Z"
            })
    void of_anyYearAndFraction_isLikeInstant(String text) {
        Instant instant = Instant.parse(text);
        assertThat(InstantText.of(instant)).isEqualTo(instant.toString());
    }

    @Test
    void of_randomInstants_isLikeInstant() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            long unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-70_000_000_000L, 300_000_000_000L), random.nextLong(1_000_000_000L) / unit * unit);
            assertThat(InstantText.of(instant)).as("seed %s", SEED).isEqualTo(instant.toString());
        }
    }
}
