package io.leadfactory.audit.event;

import org.jspecify.annotations.Nullable;

/** The rule for texts that must say something. */
final class Texts {
    private Texts() {}

    static String requireText(String what, @Nullable String text, int maxLength) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(
                    what + " must not be blank: " + (text == null ? "null" : '"' + text + '"'));
        }
        if (text.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " must have at most " + maxLength + " characters: it has " + text.length());
        }
        return text;
    }
}
