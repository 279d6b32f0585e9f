package io.leadfactory.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The vectors were computed from the description of the form by a program that shares no code with this one. */
class CanonicalFormTest {
    private final CanonicalForm form = new CanonicalForm();

    @Test
    void hash_vectors_agree() throws IOException {
        List<Map<String, @Nullable String>> vectors = vectors();
        assertThat(vectors).hasSize(3);
        for (Map<String, @Nullable String> vector : vectors) {
            Draft draft = draft(vector);
            byte[] payloadDigest = form.payloadDigest(bytes(vector, "salt"), draft);
            assertThat(HexFormat.of().formatHex(payloadDigest)).isEqualTo(vector.get("payload_digest"));
            byte[] hash = form.hash(
                    bytes(vector, "previous_hash"),
                    new Place(
                            Long.parseLong(text(vector, "lane")),
                            Long.parseLong(text(vector, "number")),
                            Integer.parseInt(text(vector, "step")),
                            Short.parseShort(text(vector, "form")),
                            vector.get("key_id")),
                    draft,
                    payloadDigest);
            assertThat(form.subjectKey(draft.subjectType(), draft.subjectId()))
                    .isEqualTo(Long.parseLong(text(vector, "subject_key")));
            assertThat(HexFormat.of().formatHex(hash)).isEqualTo(vector.get("hash"));
        }
    }

    private static Draft draft(Map<String, @Nullable String> vector) {
        return new Draft(
                UUID.fromString(text(vector, "event_id")),
                Long.parseLong(text(vector, "occurred_at")),
                text(vector, "action"),
                text(vector, "outcome"),
                text(vector, "subject_type"),
                text(vector, "subject_id"),
                text(vector, "actor"),
                vector.get("on_behalf_of"),
                vector.get("ip"),
                vector.get("user_agent"),
                vector.get("request_id"),
                vector.get("reason"),
                vector.get("attributes"),
                vector.get("details"),
                vector.get("old_values"),
                vector.get("new_values"));
    }

    private static byte[] bytes(Map<String, @Nullable String> vector, String name) {
        return HexFormat.of().parseHex(text(vector, name));
    }

    private static String text(Map<String, @Nullable String> vector, String name) {
        return Objects.requireNonNull(vector.get(name), name);
    }

    private static List<Map<String, @Nullable String>> vectors() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(CanonicalFormTest.class.getResourceAsStream("canonical-form-1.ndjson"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JsonObject::parse)
                    .toList();
        }
    }
}
