package io.leadfactory.audit.query;

import io.leadfactory.audit.event.PageTokenException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the next page of a query starts; opaque, and good for the same conditions only. Immutable. */
public final class PageToken {
    private static final int LENGTH = 3 * Long.BYTES;

    private final long fingerprint;
    private final UUID last;

    PageToken(long fingerprint, UUID last) {
        this.fingerprint = fingerprint;
        this.last = last;
    }

    /**
     * Reads a token from its text.
     *
     * @param text the text
     * @return the token
     * @throws PageTokenException if the text is not that of a token
     */
    public static PageToken parse(@Nullable String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text == null ? "" : text);
            if (bytes.length == LENGTH) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                return new PageToken(buffer.getLong(), new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
        throw damaged(null);
    }

    private static PageTokenException damaged(@Nullable IllegalArgumentException cause) {
        String message = "cannot read the page token: it is damaged; start again from the first page";
        return cause == null ? new PageTokenException(message) : new PageTokenException(message, cause);
    }

    UUID position(long expectedFingerprint) {
        if (fingerprint != expectedFingerprint) {
            throw new PageTokenException("cannot continue with this page token: it belongs to a query with other"
                    + " conditions; use it with the query that gave it");
        }
        return last;
    }

    /** The token as a text of 32 characters that are safe in a URL. */
    @Override
    public String toString() {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH)
                .putLong(fingerprint)
                .putLong(last.getMostSignificantBits())
                .putLong(last.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PageToken token && fingerprint == token.fingerprint && last.equals(token.last);
    }

    @Override
    public int hashCode() {
        return last.hashCode();
    }
}
