package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are hashed, in the forms {@value #PLAIN} and {@value #KEYED}. For one thread; what it holds does not grow
 * with the events.
 *
 * <p>Numbers are big-endian. A text is its length in bytes (four bytes) and its UTF-8 form; an absent text is the length
 * -1 and nothing else. A UUID is its 16 bytes.
 *
 * <p>The payload digest is the SHA-256 of: salt (16 bytes), on behalf of, IP, user agent, reason, attributes, details,
 * old values, new values. It is stored only in place of an erased payload, since it follows from what is there else. Whoever
 * erases the payload and its salt leaves the digest, so the chain stays provable and the values cannot be guessed.
 *
 * <p>The hash of an event is made of: the previous event's hash in the lane (32 bytes, zeros before the first), the form
 * (two bytes), key id, lane (eight), number (eight), step (four), event id, occurred at in microseconds since 1970 (eight),
 * action, outcome, subject type, subject id, actor, request id, payload digest (32 bytes). In form {@value #PLAIN} it is
 * their SHA-256 and the key id is absent; in form {@value #KEYED} it is their HMAC-SHA-256 (RFC 2104) with the key that the
 * key id names.
 *
 * <p>The same for people who write another verifier, with test vectors: {@code canonical-form.md} beside this class in
 * the jar.
 */
final class CanonicalForm {
    static final short PLAIN = 1;
    static final short KEYED = 2;
    static final int HASH_LENGTH = 32;
    static final int SALT_LENGTH = 16;

    private static final int BUFFER_LENGTH = 4096;

    /** Up to here letter by letter is faster than a copy that the JDK makes at once. */
    private static final int SHORT_TEXT = 32;

    private final MessageDigest sha256 = Sha256.digest();
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private int length;
    private @Nullable Mac mac;

    byte[] payloadDigest(byte[] salt, Draft draft) {
        begin(null);
        bytes(salt);
        text(draft.onBehalfOf());
        text(draft.ip());
        text(draft.userAgent());
        text(draft.reason());
        text(draft.attributes());
        text(draft.details());
        text(draft.oldValues());
        text(draft.newValues());
        return end();
    }

    /** The hash, by SHA-256 if there is no key. The form of the place says which of both it was made with. */
    byte[] hash(byte[] previous, Place place, Draft draft, byte[] payloadDigest, @Nullable Mac key) {
        begin(key);
        bytes(previous);
        room(2);
        buffer[length++] = (byte) (place.form() >> Byte.SIZE);
        buffer[length++] = (byte) place.form();
        text(place.keyId());
        number(place.lane());
        number(place.number());
        integer(place.step());
        uuid(draft.id());
        number(draft.micros());
        text(draft.action());
        text(draft.outcome());
        text(draft.subjectType());
        text(draft.subjectId());
        text(draft.actor());
        text(draft.requestId());
        bytes(payloadDigest);
        return end();
    }

    private void begin(@Nullable Mac key) {
        length = 0;
        mac = key;
        // Whatever an exception left behind half way.
        sha256.reset();
        if (key != null) {
            key.reset();
        }
    }

    private byte[] end() {
        flush();
        Mac key = mac;
        return key == null ? sha256.digest() : key.doFinal();
    }

    private void flush() {
        update(buffer, length);
        length = 0;
    }

    private void update(byte[] bytes, int end) {
        Mac key = mac;
        if (key == null) {
            sha256.update(bytes, 0, end);
        } else {
            key.update(bytes, 0, end);
        }
    }

    private void text(@Nullable String text) {
        if (text == null) {
            integer(-1);
            return;
        }
        int chars = text.length();
        if (chars > SHORT_TEXT) {
            encoded(text);
            return;
        }
        room(4 + chars);
        int end = length + 4;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                encoded(text);
                return;
            }
            buffer[end++] = (byte) c;
        }
        integer(chars);
        length = end;
    }

    private void encoded(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        integer(utf8.length);
        bytes(utf8);
    }

    private void uuid(UUID id) {
        number(id.getMostSignificantBits());
        number(id.getLeastSignificantBits());
    }

    private void number(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >> shift);
        }
    }

    private void integer(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (value >> shift);
        }
    }

    private void bytes(byte[] bytes) {
        if (bytes.length > BUFFER_LENGTH) {
            flush();
            update(bytes, bytes.length);
            return;
        }
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void room(int more) {
        if (length + more > BUFFER_LENGTH) {
            flush();
        }
    }
}
