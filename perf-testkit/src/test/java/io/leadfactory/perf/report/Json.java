package io.leadfactory.perf.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps and lists, and holds it against the part of JSON Schema that our own schema uses. */
final class Json {
    private final Map<String, Object> root;
    private final List<String> faults = new ArrayList<>();

    private Json(Map<String, Object> root) {
        this.root = root;
    }

    static Map<String, Object> object(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            return asObject(value(parser));
        }
    }

    /** Lists what is wrong with a document, each with its place; empty if it fits. */
    static List<String> faults(Map<String, Object> schema, @Nullable Object document) {
        Json check = new Json(schema);
        check.check("$", schema, document);
        return check.faults;
    }

    @SuppressWarnings("unchecked") // The parser makes no other maps.
    static Map<String, Object> asObject(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // The parser makes no other lists.
    static List<Object> asList(@Nullable Object value) {
        return (List<Object>) Objects.requireNonNull(value);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
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

    private void check(String place, Map<String, Object> schema, @Nullable Object value) {
        if (schema.get("$ref") instanceof String reference) {
            Map<String, Object> definitions = asObject(root.get("$defs"));
            check(place, asObject(definitions.get(reference.substring("#/$defs/".length()))), value);
        }
        if (schema.get("anyOf") instanceof List<?> choices
                && choices.stream().noneMatch(choice -> fits(asObject(choice), value))) {
            faults.add(place + " fits no choice: " + value);
        }
        if (schema.get("enum") instanceof List<?> known && !known.contains(value)) {
            faults.add(place + " is none of " + known + ": " + value);
        }
        if (schema.containsKey("const") && !Objects.equals(schema.get("const"), value)) {
            faults.add(place + " is not " + schema.get("const") + ": " + value);
        }
        if (schema.containsKey("type") && !isOf(schema.get("type"), value)) {
            faults.add(place + " is not of type " + schema.get("type") + ": " + value);
        }
        if (value instanceof Map<?, ?>) {
            checkObject(place, schema, asObject(value));
        }
        if (value instanceof List<?> list && schema.containsKey("items")) {
            for (int i = 0; i < list.size(); i++) {
                check(place + "[" + i + "]", asObject(schema.get("items")), list.get(i));
            }
        }
    }

    private void checkObject(String place, Map<String, Object> schema, Map<String, Object> object) {
        if (schema.get("required") instanceof List<?> names) {
            names.stream()
                    .filter(name -> !object.containsKey(name))
                    .forEach(name -> faults.add(place + "." + name + " is missing"));
        }
        Map<String, Object> known = schema.containsKey("properties") ? asObject(schema.get("properties")) : Map.of();
        object.forEach((name, member) -> {
            if (known.containsKey(name)) {
                check(place + "." + name, asObject(known.get(name)), member);
            } else if (Boolean.FALSE.equals(schema.get("additionalProperties"))) {
                faults.add(place + "." + name + " is not in the schema");
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> further) {
                check(place + "." + name, asObject(further), member);
            }
        });
    }

    private boolean fits(Map<String, Object> schema, @Nullable Object value) {
        Json trial = new Json(root);
        trial.check("", schema, value);
        return trial.faults.isEmpty();
    }

    private static boolean isOf(@Nullable Object type, @Nullable Object value) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(one -> isOf(one, value));
        }
        return switch (String.valueOf(type)) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> false;
        };
    }
}
