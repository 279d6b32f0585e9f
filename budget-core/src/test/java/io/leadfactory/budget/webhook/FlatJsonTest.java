package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatJsonTest {
    @Test
    void put_charactersThatJsonEscapes_areEscaped() {
        assertThat(new FlatJson()
                        .put("a", "\"\\/\n\t\u0000\u007f\u2028\u2029é😀")
                        .end())
                .isEqualTo("{\"a\":\"\\\"\\\\/\\u000a\\u0009\\u0000\\u007f\\u2028\\u2029é😀\"}");
        assertThat(new FlatJson().end()).isEqualTo("{}");
    }

    @Test
    void put_halfASurrogatePair_survivesEncoding() {
        String json = new FlatJson().put("a", "\ud83d-\ude00-\ud83d").end();

        assertThat(json).isEqualTo("{\"a\":\"\\ud83d-\\ude00-\\ud83d\"}");
    }

    @ParameterizedTest
    @ValueSource(longs = {20261123})
    void put_anyText_isReadBackByAParser(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
            }
            String json = new FlatJson().put("a", text.toString()).put("b", "1").end();
            String received = new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

            assertThat(WebhookTest.fields(received))
                    .describedAs("seed %d: %s", seed, json)
                    .containsEntry("a", text.toString())
                    .containsEntry("b", "1");
            assertThat(json.lines()).hasSize(1);
        }
    }
}
