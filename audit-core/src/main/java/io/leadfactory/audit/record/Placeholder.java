package io.leadfactory.audit.record;

import org.jspecify.annotations.Nullable;

/**
 * Tells a text that stands for a value from the value itself: what is masked, not recorded, not rendered or cut.
 *
 * <p>A value of the application that happens to look like one is taken for one: rather is a known value called unknown
 * than an unknown one invented.
 */
public final class Placeholder {
    private static final char ELLIPSIS = '\u2026';

    private Placeholder() {}

    /**
     * {@return whether this text is not the value but says that it is not recorded as a whole}
     *
     * @param text the recorded text
     */
    public static boolean isPlaceholder(@Nullable String text) {
        return text != null
                && (text.startsWith("***")
                        || text.startsWith("(not recorded")
                        || text.startsWith("(not rendered")
                        || isCut(text));
    }

    /**
     * {@return whether this placeholder is made of the value, so that two that are equal stand for the same value}
     *
     * @param text a placeholder
     */
    public static boolean isDigest(String text) {
        return isCut(text) || (text.startsWith("***") && text.length() > 3);
    }

    private static boolean isCut(String text) {
        return text.length() >= JsonObject.MAX_TEXT - 1
                && text.length() <= JsonObject.MAX_TEXT
                && text.charAt(text.length() - Column.DIGEST_DIGITS - 1) == ELLIPSIS;
    }
}
