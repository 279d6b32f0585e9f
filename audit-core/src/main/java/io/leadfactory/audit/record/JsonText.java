package io.leadfactory.audit.record;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes texts and flat objects as JSON (RFC 8259), as they are and without any limit, on one line. */
public final class JsonText {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private JsonText() {}

    /**
     * Appends a text in quotes, or null.
     *
     * @param text the text
     * @param json where to append it
     */
    public static void append(@Nullable String text, StringBuilder json) {
        if (text == null) {
            json.append("null");
        } else {
            json.append('"');
            ENCODER.quoteAsString(text, json);
            json.append('"');
        }
    }

    /**
     * Appends an object of texts.
     *
     * @param members texts by name
     * @param json where to append it
     */
    public static void append(Map<String, @Nullable String> members, StringBuilder json) {
        char separator = '{';
        for (Map.Entry<String, @Nullable String> member : members.entrySet()) {
            json.append(separator);
            append(member.getKey(), json);
            json.append(':');
            append(member.getValue(), json);
            separator = ',';
        }
        json.append(separator == '{' ? "{}" : "}");
    }
}
