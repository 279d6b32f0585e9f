package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that are hashed, form {@value #FORM}. For one thread.
 *
 * <p>Numbers are big-endian. A text is its length in bytes (four bytes) and its UTF-8 form; an absent text is the length
 * -1 and nothing else. A UUID is its 16 bytes.
 *
 * <p>The payload digest is the SHA-256 of: salt (16 bytes), on behalf of, IP, user agent, reason, attributes, details,
 * old values, new values. It is stored only in place of an erased payload, since it follows from what is there else. Whoever
 * erases the payload and its salt leaves the digest, so the chain stays provable and the values cannot be guessed.
 *
 * <p>The hash of an event is the SHA-256 of: the previous event's hash in the lane (32 bytes, zeros before the first),
 * the form (two bytes), key id, lane (eight), number (eight), step (four), event id, occurred at in microseconds since
 * 1970 (eight), action, outcome, subject type, subject id, actor, request id, payload digest (32 bytes).
 *
 * <p>The subject key, by which the subject's events are found, is not hashed: it follows from the subject. It is the
 * first eight bytes of the SHA-256 of the subject type and the subject id, each as a text.
 */
final class CanonicalForm {
    static final short FORM = 1;
    static final int HASH_LENGTH = 32;
    static final int SALT_LENGTH = 16;

    private final MessageDigest sha256 = Sha256.digest();
    private byte[] buffer = new byte[512];
    private int length;

    byte[] payloadDigest(byte[] salt, Draft draft) {
        length = 0;
        bytes(salt);
        text(draft.onBehalfOf());
        text(draft.ip());
        text(draft.userAgent());
        text(draft.reason());
        text(draft.attributes());
        text(draft.details());
        text(draft.oldValues());
        text(draft.newValues());
        return digest();
    }

    byte[] hash(byte[] previous, Place place, Draft draft, byte[] payloadDigest) {
        length = 0;
        bytes(previous);
        room(2);
        buffer[length++] = FORM >> 8;
        buffer[length++] = FORM;
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
        return digest();
    }

    long subjectKey(String type, String id) {
        length = 0;
        text(type);
        text(id);
        byte[] digest = digest();
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = (key << Byte.SIZE) | (digest[i] & 0xff);
        }
        return key;
    }

    private byte[] digest() {
        sha256.update(buffer, 0, length);
        return sha256.digest();
    }

    private void text(@Nullable String text) {
        if (text == null) {
            integer(-1);
            return;
        }
        int chars = text.length();
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
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
