package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFormTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void json_randomTexts_comeBackAsTheyAreStored(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<String, @Nullable String> members = new LinkedHashMap<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                members.put("m" + i + text(random), random.nextInt(5) == 0 ? null : text(random));
            }
            Map<String, @Nullable String> expected = new LinkedHashMap<>();
            members.forEach(
                    (name, value) -> expected.put(Column.clean(name), value == null ? null : Column.clean(value)));
            String json = String.valueOf(JsonObject.of(members));
            assertThat(JsonObject.parse(json))
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(expected);
            assertThat(JsonObject.of(JsonObject.parse(json))).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void fit_randomTexts_fitSurviveUtf8AndAreStable(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = text(random).repeat(1 + random.nextInt(40));
            String fitted = Column.IP.fit(text);
            assertThat(fitted).as("seed %s, round %s", seed, round).hasSizeLessThanOrEqualTo(64);
            assertThat(new String(fitted.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(fitted)
                    .doesNotContain("\u0000");
            assertThat(Column.IP.fit(fitted)).isEqualTo(fitted);
        }
    }

    @Test
    void put_longNameAndLongValue_fitTheColumnTogether() {
        JsonObject texts = new JsonObject();
        texts.put("\u0001".repeat(165_000), "\u0001".repeat(10_000));
        assertThat(texts.length()).isLessThan(Column.JSON.width());
        JsonObject nested = new JsonObject();
        nested.putJson("n".repeat(160_000), '[' + "1,".repeat(440_000) + "1]");
        assertThat(nested.length()).isLessThan(Column.JSON.width());
    }

    @Test
    void fit_longTexts_stayTwo() {
        String text = "a".repeat(100);
        assertThat(Column.IP.fit(text)).hasSize(64).isNotEqualTo(Column.IP.fit(text + "b"));
        assertThat(Column.IP.fit("a".repeat(64))).isEqualTo("a".repeat(64));
        assertThat(Column.IP.fitNullable(null)).isNull();
    }

    @Test
    void json_moreThanTheColumnHolds_saysSoAndFits() {
        JsonObject json = new JsonObject();
        for (int i = 0; i < 5_000; i++) {
            json.put("attribute" + i, "\u0001".repeat(10_000));
        }
        assertThat(json.toString()).hasSizeLessThanOrEqualTo(Column.JSON.width());
        Map<String, @Nullable String> members = JsonObject.parse(json.toString());
        assertThat(members).containsEntry("attribute0", "\u0001".repeat(10_000));
        assertThat(members.values()).contains(JsonObject.FULL);
    }

    @Test
    void json_numbersAndBooleans_keepTheirForm() {
        JsonObject json = new JsonObject();
        json.putNumber(MemberName.of("n"), "1.50");
        json.putBoolean(MemberName.of("b"), true);
        json.put("t", "\"\\\n");
        json.put("z", null);
        assertThat(json).hasToString("{\"n\":1.50,\"b\":true,\"t\":\"\\\"\\\\\\n\",\"z\":null}");
        assertThat(JsonObject.parse(json.toString())).containsEntry("n", "1.50").containsEntry("b", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"a\":{}", "{\"a\":secret}"})
    void parse_notAnObject_isRefusedWithoutItsText(String json) {
        assertThatThrownBy(() -> JsonObject.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a JSON object")
                .hasMessageNotContaining("secret");
    }

    @Test
    void parse_nestedMembers_areHandedOverAsTheyStand() {
        String json = "{\"a\":\"[1]\",\"b\":[1,\"]\\\"\",{}],\"c\":{\"d\":{\"e\":\"}\"}},\"f\":2}";
        assertThat(JsonObject.parse(json))
                .containsEntry("a", "[1]")
                .containsEntry("b", "[1,\"]\\\"\",{}]")
                .containsEntry("c", "{\"d\":{\"e\":\"}\"}}")
                .containsEntry("f", "2");
        assertThat(JsonObject.nested(json)).containsExactly("b", "c");
    }

    @Test
    void reopened_endedObject_goesOn() {
        JsonObject json = new JsonObject("{\"a\":1}");
        json.putJson("b", "{}");
        assertThat(json).hasToString("{\"a\":1,\"b\":{}}");
        assertThat(new JsonObject(null)).hasToString("{}");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> text.append((char) random.nextInt(32));
                case 1 -> text.append((char) (0xD800 + random.nextInt(0x800)));
                case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
                case 3 -> text.append((char) random.nextInt(0xD800));
                case 4 -> text.append("\"\\/".charAt(random.nextInt(3)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
