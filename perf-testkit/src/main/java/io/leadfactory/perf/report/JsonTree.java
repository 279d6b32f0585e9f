package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a JSON document, whose members are asked for by name and kind. Immutable as far as it is used here. */
final class JsonTree {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Object> members;

    private JsonTree(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads a document that is one object. */
    static JsonTree parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("the document is no object");
            }
            return object(parser);
        }
    }

    /** Returns whether a member is there and not null. */
    boolean has(String name) {
        return members.containsKey(name);
    }

    String text(String name) {
        return (String) member(name);
    }

    double number(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    long whole(String name) {
        return ((Number) member(name)).longValue();
    }

    boolean flag(String name) {
        return (Boolean) member(name);
    }

    JsonTree object(String name) {
        return (JsonTree) member(name);
    }

    List<JsonTree> objects(String name) {
        return list(name).stream().map(JsonTree.class::cast).toList();
    }

    List<String> texts(String name) {
        return list(name).stream().map(String.class::cast).toList();
    }

    /** Returns a list of numbers, in which null is not a number. */
    double[] numbers(String name) {
        return list(name).stream()
                .mapToDouble(value -> value instanceof Number number ? number.doubleValue() : Double.NaN)
                .toArray();
    }

    List<String> names() {
        return List.copyOf(members.keySet());
    }

    private List<?> list(String name) {
        return (List<?>) member(name);
    }

    private Object member(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("member \"" + name + "\" is missing");
        }
        return value;
    }

    private static JsonTree object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new JsonTree(members);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object value = value(parser);
                    list.add(value == null ? "null" : value);
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }
}
