package io.leadfactory.budget.webhook;

/**
 * Writes one JSON object (RFC 8259) whose values are strings, in the order in which they are put. For one thread. What it
 * writes is one line, and valid UTF-8 when encoded: half a surrogate pair is escaped.
 */
final class FlatJson {
    private final StringBuilder text = new StringBuilder(512);

    FlatJson put(String name, String value) {
        text.append(text.isEmpty() ? '{' : ',');
        quote(name);
        text.append(':');
        quote(value);
        return this;
    }

    String end() {
        return text.isEmpty() ? "{}" : text + "}";
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                text.append(c).append(value.charAt(i + 1));
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                text.append("\\u")
                        .append(hex(c >> 12))
                        .append(hex(c >> 8))
                        .append(hex(c >> 4))
                        .append(hex(c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    private static char hex(int digit) {
        return Character.forDigit(digit & 0xf, 16);
    }
}
