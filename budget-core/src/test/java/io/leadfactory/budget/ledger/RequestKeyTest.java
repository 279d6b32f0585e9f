package io.leadfactory.budget.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestKeyTest {
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\ud800", "\udc00a"})
    void requireText_whatNoDatabaseKeeps_isRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> RequestKey.requireText(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a key must have");
    }

    @Test
    void requireText_length_isAtMost200() {
        assertThat(RequestKey.requireText("k".repeat(200))).hasSize(200);
        assertThat(RequestKey.requireText("\ud83d\ude00 order 17")).isNotEmpty();
        assertThatThrownBy(() -> RequestKey.requireText("k".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key must have 1 to 200 characters: 201 were given");
    }

    @Test
    void of_partsThatJoinToTheSame_areTwoDigests() {
        assertThat(RequestKey.of("k", Instant.EPOCH, List.of("ab", "c")).digest())
                .isNotEqualTo(
                        RequestKey.of("k", Instant.EPOCH, List.of("a", "bc")).digest())
                .hasSize(64);
    }

    @Test
    void toString_anyKey_showsNeitherTextNorDigest() {
        RequestKey key = RequestKey.of("maria@example.org", Instant.EPOCH, List.of("payload"));

        assertThat(key).hasToString("key until 1970-01-01T00:00:00Z");
    }
}
