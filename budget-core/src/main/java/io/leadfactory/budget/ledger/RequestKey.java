package io.leadfactory.budget.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A name that a caller gives to a request, so that a request which is sent again is done once. Immutable. It is one name in
 * the whole ledger, whoever uses it.
 *
 * @param text the name, 1 to 200 characters
 * @param digest what was asked for, as {@link #of} writes it: the ledger keeps no payload
 * @param expires from when the name may be used anew, kept to the millisecond
 */
public record RequestKey(String text, String digest, Instant expires) {
    private static final int LONGEST = 200;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is null, empty, too long, or has characters that no database keeps
     */
    public RequestKey {
        requireText(text);
    }

    /**
     * {@return a key for a request}
     *
     * @param text the name
     * @param expires from when the name may be used anew
     * @param payload what is asked for, in parts
     * @throws IllegalArgumentException as the constructor
     */
    public static RequestKey of(String text, Instant expires, Iterable<String> payload) {
        return new RequestKey(text, digest(payload), expires);
    }

    /**
     * {@return the name}
     *
     * @param text the name
     * @throws IllegalArgumentException if it is null, empty, longer than 200 characters, or has control characters or half
     *     of a surrogate pair in it
     */
    public static String requireText(String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a key must have 1 to %d characters: %s"
                    .formatted(LONGEST, text == null ? "null" : text.length() + " were given"));
        }
        if (text.codePoints().anyMatch(RequestKey::isLost)) {
            throw new IllegalArgumentException(
                    "a key must have no control characters and no half surrogate pairs: use letters, digits and punctuation");
        }
        return text;
    }

    private static boolean isLost(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** Each part after its length, so that no two payloads are written the same. */
    private static String digest(Iterable<String> payload) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : payload) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                sha.update(bytes);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    boolean isOver(Instant at) {
        return at.toEpochMilli() >= expires.toEpochMilli();
    }

    /** Refuses another payload than that of the request which had this name first. */
    void requireSame(String firstDigest, Instant first, Instant at) {
        if (!digest.equals(firstDigest)) {
            throw new IdempotencyConflictException(text, first, at);
        }
    }

    /** {@return that there is such a key; neither the name nor what it stands for, which may be somebody's} */
    @Override
    public String toString() {
        return "key until " + expires;
    }
}
