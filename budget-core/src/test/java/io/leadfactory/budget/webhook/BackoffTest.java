package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
    private final Backoff backoff =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new SplittableRandom(20261123));

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "6,32", "7,60", "8,60", "1000000,60"})
    void after_soManyFailures_liesBetweenHalfAndAllOfTheDoubled(int failed, long seconds) {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.after(failed, null))
                    .isBetween(Duration.ofSeconds(seconds).dividedBy(2), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void after_asked_isNotBeforeThatUpToAnHour() {
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.after(1, Duration.ofSeconds(30)))
                    .isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_500));
            assertThat(backoff.after(1, Duration.ofDays(30)))
                    .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMillis(500));
            assertThat(backoff.after(7, Duration.ZERO)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "120,120",
        "' 7 ',7",
        "999999999,999999999",
        "'Mon, 23 Nov 2026 12:05:00 GMT',300",
        "'Mon, 23 Nov 2026 11:00:00 GMT',0"
    })
    void parse_secondsOrDate_isUnderstood(String text, long seconds) {
        assertThat(RetryAfter.parse(text, Events.NOON)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "9999999999", "٣", "Mon, 99 Nov 2026 12:05:00 GMT"})
    void parse_somethingElse_isNoAnswer(String text) {
        assertThat(RetryAfter.parse(text, Instant.EPOCH)).isNull();
    }
}
