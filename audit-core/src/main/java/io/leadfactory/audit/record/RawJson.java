package io.leadfactory.audit.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a JSON array or object apart and leaves each part as it stands there. */
final class RawJson {
    /** Names and numbers have no limit of their own, since the column has one. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Column.JSON.width())
                    .maxNumberLength(Column.JSON.width())
                    .build())
            .build();

    private RawJson() {}

    /** The JSON texts of an array's elements. */
    static List<String> elements(String json) throws IOException {
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            require(parser.nextToken() == JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(text(json, parser));
            }
        }
        return elements;
    }

    /** The JSON texts of an object's members, in their order. */
    static Map<String, String> members(String json) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                members.put(name, text(json, parser));
            }
        }
        return members;
    }

    /** The object that has these members, in their order. */
    static String object(Map<String, String> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            json.append(json.length() > 1 ? ",\"" : "\"");
            JsonStringEncoder.getInstance().quoteAsString(name, json);
            json.append("\":").append(value);
        });
        return json.append('}').toString();
    }

    /** The JSON text of the value that the parser stands at. */
    static String text(String json, JsonParser parser) throws IOException {
        require(parser.currentToken() != null);
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        // A text is read to its end only when it is asked for.
        parser.getTextLength();
        return json.substring(start, (int) parser.currentLocation().getCharOffset());
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not the expected JSON");
        }
    }
}
