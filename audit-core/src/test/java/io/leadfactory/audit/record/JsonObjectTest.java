package io.leadfactory.audit.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    private static final long SEED = Long.getLong("audit.json.seed", System.nanoTime());
    private static final String LETTERS =
            "abc \"\\/\b\f\n\r\t\u0000\u0001\u001f\u007f\u0080\u00e9\u2028\ud83d\ude00{}[]:,";

    @Test
    void put_randomTexts_areEscapedAsJacksonDoesAndReadBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            String name = text(random);
            String value = text(random);
            JsonObject object = new JsonObject(random.nextInt(50));
            object.put(name, value);
            String json = object.toString();
            assertThat(json).as("seed %s", SEED).isEqualTo("{\"" + escaped(name) + "\":\"" + escaped(value) + "\"}");
            assertThat(JsonObject.parse(json)).isEqualTo(Map.of(Column.clean(name), Column.clean(value)));
        }
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(Column.clean(text)));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
