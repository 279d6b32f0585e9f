package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors were computed from the description of the form by a program that shares no code with this one. */
class CanonicalFormTest {
    private static final List<String> PAYLOAD =
            List.of("on_behalf_of", "ip", "user_agent", "reason", "attributes", "details", "old_values", "new_values");
    private static final List<String> HEAD =
            List.of("action", "outcome", "subject_type", "subject_id", "actor", "request_id");

    private final CanonicalForm form = new CanonicalForm();

    @ParameterizedTest
    @MethodSource("vectors")
    void hash_vector_agrees(Vector vector) {
        Draft draft = vector.draft();
        byte[] salt = vector.nullableBytes("salt");
        byte[] digest = vector.bytes("payload_digest");
        if (salt == null) {
            assertThat(draft.hasPayload()).isFalse();
        } else {
            assertThat(form.payloadDigest(salt, draft)).isEqualTo(digest);
        }
        byte[] key = vector.nullableBytes("key");
        Mac mac = key == null ? null : AuditKey.of(vector.text("key_id"), key).mac();
        byte[] hash = form.hash(vector.bytes("previous_hash"), vector.place(), draft, digest, mac);
        assertThat(hash).isEqualTo(vector.bytes("hash"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void byTheBook_vector_agrees(Vector vector) throws IOException, GeneralSecurityException {
        assertThat(ByTheBook.hash(vector)).isEqualTo(vector.bytes("hash"));
    }

    static List<Vector> vectors() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(CanonicalForm.class.getResourceAsStream("canonical-form.ndjson"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JsonObject::parse)
                    .map(Vector::new)
                    .toList();
        }
    }

    /** The form again, from its description alone: it uses nothing of the library. */
    private static final class ByTheBook {
        private ByTheBook() {}

        static byte[] hash(Vector vector) throws IOException, GeneralSecurityException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(bytes);
            data.write(vector.bytes("previous_hash"));
            data.writeShort((int) vector.number("form"));
            text(data, vector.members.get("key_id"));
            data.writeLong(vector.number("lane"));
            data.writeLong(vector.number("number"));
            data.writeInt((int) vector.number("step"));
            UUID id = UUID.fromString(vector.text("event_id"));
            data.writeLong(id.getMostSignificantBits());
            data.writeLong(id.getLeastSignificantBits());
            data.writeLong(vector.number("occurred_at"));
            for (String name : HEAD) {
                text(data, vector.members.get(name));
            }
            data.write(payloadDigest(vector));
            if (vector.number("form") == 1) {
                return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(vector.bytes("key"), "HmacSHA256"));
            return mac.doFinal(bytes.toByteArray());
        }

        private static byte[] payloadDigest(Vector vector) throws IOException, GeneralSecurityException {
            byte[] salt = vector.nullableBytes("salt");
            if (salt == null) {
                return vector.bytes("payload_digest");
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(bytes);
            data.write(salt);
            for (String name : PAYLOAD) {
                text(data, vector.members.get(name));
            }
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        }

        private static void text(DataOutputStream data, @Nullable String text) throws IOException {
            if (text == null) {
                data.writeInt(-1);
            } else {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                data.writeInt(utf8.length);
                data.write(utf8);
            }
        }
    }

    /** One line of the file. */
    record Vector(Map<String, @Nullable String> members) {
        String text(String name) {
            return Objects.requireNonNull(members.get(name), name);
        }

        long number(String name) {
            return Long.parseLong(text(name));
        }

        byte[] bytes(String name) {
            return HexFormat.of().parseHex(text(name));
        }

        byte @Nullable [] nullableBytes(String name) {
            return members.get(name) == null ? null : bytes(name);
        }

        Place place() {
            return new Place(
                    number("lane"),
                    number("number"),
                    (int) number("step"),
                    (short) number("form"),
                    members.get("key_id"));
        }

        Draft draft() {
            return new Draft(
                    UUID.fromString(text("event_id")),
                    number("occurred_at"),
                    text("action"),
                    text("outcome"),
                    text("subject_type"),
                    text("subject_id"),
                    text("actor"),
                    members.get("on_behalf_of"),
                    members.get("ip"),
                    members.get("user_agent"),
                    members.get("request_id"),
                    members.get("reason"),
                    members.get("attributes"),
                    members.get("details"),
                    members.get("old_values"),
                    members.get("new_values"));
        }

        @Override
        public String toString() {
            return text("about");
        }
    }
}
