package io.leadfactory.audit.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The text columns of the record, their widths, and the rule for what is wider.
 *
 * <p>A text that does not fit is stored as its beginning, an ellipsis and the first 16 hexadecimal digits of the
 * SHA-256 of the whole, so two long texts stay two and a query for the whole text finds its events. NUL and unpaired
 * surrogates, which not every database keeps, become U+FFFD. Immutable.
 */
public enum Column {
    /** What was done. */
    ACTION(64),
    /** How it ended. */
    OUTCOME(16),
    /** The subject's type. */
    SUBJECT_TYPE(128),
    /** The subject's identifier. */
    SUBJECT_ID(255),
    /** Who acted. */
    ACTOR(255),
    /** For whom. */
    ON_BEHALF_OF(255),
    /** From which address. */
    IP(64),
    /** With which program. */
    USER_AGENT(255),
    /** In which request. */
    REQUEST_ID(128),
    /** Why. */
    REASON(1000),
    /** The name of the key that a hash was made with. */
    KEY_ID(32),
    /** A JSON object. */
    JSON(1_000_000);

    static final int DIGEST_DIGITS = 16;
    private static final char REPLACEMENT = '\uFFFD';

    private final int width;

    Column(int width) {
        this.width = width;
    }

    /** {@return the width in characters (UTF-16 units)} */
    public int width() {
        return width;
    }

    /**
     * {@return the text as this column stores it}
     *
     * @param text the text
     */
    public String fit(String text) {
        String clean = clean(text);
        return clean.length() <= width ? clean : shorten(clean, width);
    }

    /**
     * {@return the text as this column stores it, null for null}
     *
     * @param text the text
     */
    public @Nullable String fitNullable(@Nullable String text) {
        return text == null ? null : fit(text);
    }

    static String shorten(String text, int width) {
        int end = width - DIGEST_DIGITS - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + '\u2026' + digest(text);
    }

    static String digest(String text) {
        MessageDigest sha256 = Sha256.digest();
        byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, DIGEST_DIGITS / 2);
    }

    /**
     * {@return the text as every column and JSON member keeps it: NUL and unpaired surrogates replaced}
     *
     * @param text the text
     */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else {
                clean.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return clean.toString();
    }
}
