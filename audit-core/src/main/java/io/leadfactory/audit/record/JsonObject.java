package io.leadfactory.audit.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object in canonical form: members in the order in which they were put, no blanks, texts escaped as RFC 8259
 * demands and no further. It is flat, but for the changes of collections. For one thread.
 *
 * <p>A text of more than {@value #MAX_TEXT} characters is stored as its beginning, an ellipsis and a digest of the
 * whole. An object that would not fit its column replaces further values by {@value #FULL}, and when even that does not
 * fit, leaves further members out.
 */
public final class JsonObject {
    /** The longest text of one member, in characters. */
    public static final int MAX_TEXT = 10_000;

    /** What stands for a value when the object is full. */
    public static final String FULL = "(not recorded: the event is full)";

    private static final int SOFT_LIMIT = Column.JSON.width() - 100_000;
    private static final int HARD_LIMIT = Column.JSON.width() - 1_000;
    private static final int MAX_NUMBER = 500;
    private static final int DEFAULT_CAPACITY = 256;
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder json;

    /** Starts an empty object. */
    public JsonObject() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * Starts an empty object that will probably be this long.
     *
     * @param capacity in characters
     */
    public JsonObject(int capacity) {
        json = new StringBuilder(capacity).append('{');
    }

    /**
     * Goes on with an object that ended before its last members were known.
     *
     * @param started its JSON text, or null to start an empty one
     */
    public JsonObject(@Nullable String started) {
        json = new StringBuilder(DEFAULT_CAPACITY).append(started == null ? "{}" : started);
        json.setLength(json.length() - 1);
    }

    /**
     * {@return the text of a JSON object with these members, or null if there are none}
     *
     * @param members texts by name
     */
    public static @Nullable String of(Map<String, @Nullable String> members) {
        if (members.isEmpty()) {
            return null;
        }
        JsonObject object = new JsonObject();
        for (Map.Entry<String, @Nullable String> member : members.entrySet()) {
            object.put(member.getKey(), member.getValue());
        }
        return object.toString();
    }

    /**
     * {@return the members of a stored object in their order: texts as they are, all else in its JSON form}
     *
     * @param json the text of a JSON object, or null for no members
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static Map<String, @Nullable String> parse(@Nullable String json) {
        if (json == null) {
            return Map.of();
        }
        Map<String, @Nullable String> members = new LinkedHashMap<>();
        try (JsonParser parser = RawJson.FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject(null);
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == null) {
                    throw notAnObject(null);
                }
                members.put(name, value == JsonToken.VALUE_NULL ? null : text(json, value, parser));
            }
        } catch (IOException e) {
            throw notAnObject(e);
        }
        return Collections.unmodifiableMap(members);
    }

    private static String text(String json, JsonToken value, JsonParser parser) throws IOException {
        return value.isScalarValue() ? parser.getText() : RawJson.text(json, parser);
    }

    /**
     * {@return the names of the members that are objects or arrays themselves, as the changes of collections are}
     *
     * @param json the text of a JSON object, or null for no members
     * @throws IllegalArgumentException if the text is not a JSON object
     */
    public static Set<String> nested(@Nullable String json) {
        if (json == null) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        try {
            RawJson.members(json).forEach((name, value) -> {
                if (value.startsWith("{") || value.startsWith("[")) {
                    names.add(name);
                }
            });
        } catch (IOException e) {
            throw notAnObject(e);
        }
        return Collections.unmodifiableSet(names);
    }

    private static IllegalArgumentException notAnObject(@Nullable IOException cause) {
        // The parser's own message quotes the text, which may hold personal values.
        return new IllegalArgumentException("stored values must be a JSON object"
                + (cause == null ? "" : ": " + cause.getClass().getSimpleName()));
    }

    /**
     * Adds a text, or null.
     *
     * @param name its name
     * @param text the text
     */
    public void put(String name, @Nullable String text) {
        put(MemberName.of(name), text);
    }

    /**
     * Adds a text, or null.
     *
     * @param name its name
     * @param text the text
     */
    public void put(MemberName name, @Nullable String text) {
        if (text == null) {
            putRaw(name, "null");
        } else if (isPlain(text) && fits(name, text)) {
            if (startMember(name)) {
                json.append('"').append(text).append('"');
            }
        } else {
            putEscaped(name, text);
        }
    }

    /** Whether a text is stored as it is. Most are, and to look is several times as fast as to escape. */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_TEXT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(MemberName name, String value) {
        return json.length() + name.escaped().length() + 6L * value.length() <= SOFT_LIMIT;
    }

    private void putEscaped(MemberName name, String text) {
        String value = Column.clean(text);
        if (value.length() > MAX_TEXT) {
            value = Column.shorten(value, MAX_TEXT);
        }
        if (!fits(name, value)) {
            value = FULL;
        }
        if (startMember(name)) {
            json.append('"');
            ENCODER.quoteAsString(value, json);
            json.append('"');
        }
    }

    /**
     * Adds a number in its JSON form; one of more than {@value #MAX_NUMBER} characters is added as a text.
     *
     * @param name its name
     * @param number the number's JSON form
     */
    public void putNumber(MemberName name, String number) {
        if (number.length() > MAX_NUMBER) {
            put(name, number);
        } else {
            putRaw(name, number);
        }
    }

    /**
     * Adds a whole number.
     *
     * @param name its name
     * @param number the number
     */
    public void putNumber(MemberName name, long number) {
        if (startMember(name)) {
            json.append(number);
        }
    }

    /**
     * Adds a boolean.
     *
     * @param name its name
     * @param value the value
     */
    public void putBoolean(MemberName name, boolean value) {
        putRaw(name, value ? "true" : "false");
    }

    /**
     * Adds an object or an array; one that does not fit is replaced by {@value #FULL}.
     *
     * @param name its name
     * @param value its JSON text
     */
    public void putJson(String name, String value) {
        if (json.length() + 6L * name.length() + value.length() > SOFT_LIMIT) {
            put(name, FULL);
        } else {
            putRaw(MemberName.of(name), value);
        }
    }

    private void putRaw(MemberName name, String value) {
        if (startMember(name)) {
            json.append(value);
        }
    }

    private boolean startMember(MemberName name) {
        if (json.length() + name.escaped().length() > HARD_LIMIT) {
            return false;
        }
        if (json.length() > 1) {
            json.append(',');
        }
        json.append(name.escaped());
        return true;
    }

    /** {@return whether nothing was put} */
    public boolean isEmpty() {
        return json.length() == 1;
    }

    /** {@return the length of the JSON text so far} */
    public int length() {
        return json.length();
    }

    /** {@return the JSON text of the value of an object's only member, whose name is empty} */
    public String bareValue() {
        return json.substring("{\"\":".length());
    }

    /** The JSON text. */
    @Override
    public String toString() {
        int length = json.length();
        String text = json.append('}').toString();
        json.setLength(length);
        return text;
    }
}
