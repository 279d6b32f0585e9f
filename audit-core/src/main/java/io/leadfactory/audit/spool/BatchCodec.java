package io.leadfactory.audit.spool;

import io.leadfactory.audit.record.Draft;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events as bytes: a version, the evidence, in version 2 the tenant, the number of events, and each with its identifier,
 * its time and its texts. A text is its length in UTF-8 and its bytes, or -1 for none.
 */
final class BatchCodec {
    private static final byte VERSION = 1;
    private static final byte WITH_TENANT = 2;

    private BatchCodec() {}

    static byte[] encode(@Nullable String evidence, @Nullable String tenant, List<Draft> drafts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * drafts.size());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(tenant == null ? VERSION : WITH_TENANT);
            write(out, evidence);
            if (tenant != null) {
                write(out, tenant);
            }
            out.writeInt(drafts.size());
            for (Draft draft : drafts) {
                write(out, draft);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * {@return the events}
     *
     * @param bytes what {@link #encode} made
     * @param fate what became of them
     * @throws IOException if it is of another version
     */
    static SpooledBatch decode(byte[] bytes, Fate fate) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION && version != WITH_TENANT) {
                throw new IOException("version must be " + VERSION + " or " + WITH_TENANT + ": " + version);
            }
            String evidence = readText(in);
            String tenant = version == WITH_TENANT ? readText(in) : null;
            int count = in.readInt();
            if (count <= 0) {
                throw new IOException("number of events must be positive: " + count);
            }
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                drafts.add(readDraft(in));
            }
            return new SpooledBatch(drafts.get(0).id(), evidence, tenant, fate, List.copyOf(drafts));
        }
    }

    private static void write(DataOutputStream out, Draft draft) throws IOException {
        out.writeLong(draft.id().getMostSignificantBits());
        out.writeLong(draft.id().getLeastSignificantBits());
        out.writeLong(draft.micros());
        write(out, draft.action());
        write(out, draft.outcome());
        write(out, draft.subjectType());
        write(out, draft.subjectId());
        write(out, draft.actor());
        write(out, draft.onBehalfOf());
        write(out, draft.ip());
        write(out, draft.userAgent());
        write(out, draft.requestId());
        write(out, draft.reason());
        write(out, draft.attributes());
        write(out, draft.details());
        write(out, draft.oldValues());
        write(out, draft.newValues());
    }

    private static Draft readDraft(DataInputStream in) throws IOException {
        return new Draft(
                new UUID(in.readLong(), in.readLong()),
                in.readLong(),
                requireText(in),
                requireText(in),
                requireText(in),
                requireText(in),
                requireText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in),
                readText(in));
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static String requireText(DataInputStream in) throws IOException {
        String text = readText(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }
}
