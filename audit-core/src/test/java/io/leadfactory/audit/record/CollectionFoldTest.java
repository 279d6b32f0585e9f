package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionFoldTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                 |                      | {\"all\":[\"a\"]}                     | [\"a\"]",
                "[\"x\"]          |                      | {\"all\":{\"k\":1}}                 | {\"k\":1}",
                "[\"x\"]          |                      | {\"all\":\"(not recorded: not loaded)\"} | ",
                "[\"x\"]          |                      | {\"all\":[\"a\"],\"omitted\":7}       | ",
                "[\"a\",\"b\",\"b\"] | {\"removed\":[\"b\"]}    | {\"added\":[\"B\",\"c\"]}             | [\"B\",\"a\",\"b\",\"c\"]",
                "[\"a\"]          | {\"removed\":[\"b\"]}    | {\"added\":[]}                    | ",
                "                 | {\"removed\":[]}       | {\"added\":[\"a\"]}               | ",
                "[\"a\"]          | {\"removed\":[],\"omitted\":1} | {\"added\":[]}              | ",
                "{\"k\":1,\"l\":2} | {\"removed\":{\"l\":2}} | {\"added\":{\"l\":3,\"a\":{}}}        | {\"a\":{},\"k\":1,\"l\":3}",
                "{\"k\":1}        | {\"removed\":{\"k\":2}}  | {\"added\":{}}                    | ",
                "{\"k\":1}        | {\"removed\":{}}       | {\"added\":{\"k\":2}}               | ",
                "[1,2,3,4]        | {\"removed\":{\"3\":4}}  | {\"added\":{\"0\":4}}               | [4,1,2,3]",
                "[1,2,3]          | {\"removed\":{\"1\":2}}  | {\"added\":{\"1\":9,\"3\":8}}         | [1,9,3,8]",
                "[]               | {\"removed\":{}}       | {\"added\":{\"0\":null,\"1\":1}}      | [null,1]",
                "[1,2]            | {\"removed\":{\"2\":3}}  | {\"added\":{}}                    | ",
                "[1,2]            | {\"removed\":{\"1\":3}}  | {\"added\":{}}                    | ",
                "[1]              | {\"removed\":{}}       | {\"added\":{\"2\":3}}               | "
            })
    void next_change_givesTheContentAfterItOrNotKnown(
            @Nullable String content, @Nullable String oldValue, String newValue, @Nullable String expected) {
        assertThat(CollectionFold.next(content, oldValue, newValue)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"added\":[]}", "{secret"})
    void next_notACollection_isRefusedWithoutItsText(String newValue) {
        assertThatThrownBy(() -> CollectionFold.next("[]", null, newValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void isCollection_otherNestedValues_areNot() {
        assertThat(CollectionFold.isCollection("{\"all\":[]}")).isTrue();
        assertThat(CollectionFold.isCollection("{\"removed\":{}}")).isTrue();
        assertThat(CollectionFold.isCollection("{\"city\":\"x\"}")).isFalse();
        assertThat(CollectionFold.isCollection("[1]")).isFalse();
        assertThat(CollectionFold.isCollection("x")).isFalse();
    }

    @Test
    void write_moreThanFits_saysHowManyAreLeftOut() {
        List<String> elements = new ArrayList<>();
        Map<String, String> byKey = new LinkedHashMap<>();
        for (int i = 0; i < 50_000; i++) {
            elements.add(Integer.toString(i + 100_000));
            byKey.put("k" + i, "1");
        }
        String array = CollectionJson.array(CollectionJson.ALL, elements);
        assertThat(array)
                .hasSizeBetween(CollectionJson.MAX_LENGTH, CollectionJson.MAX_LENGTH + 100)
                .endsWith("],\"omitted\":35714}");
        assertThat(CollectionJson.object(CollectionJson.ALL, byKey, byKey.size()))
                .hasSizeBetween(CollectionJson.MAX_LENGTH, CollectionJson.MAX_LENGTH + 100)
                .contains("},\"omitted\":");
        assertThat(CollectionFold.next(null, null, array)).isNull();
    }
}
