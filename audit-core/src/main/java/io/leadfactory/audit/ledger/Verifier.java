package io.leadfactory.audit.ledger;

import io.leadfactory.audit.ledger.Finding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Walks every lane from its first event and recomputes each digest and hash. For one thread; memory does not grow with
 * the history.
 *
 * <p>After a defect it goes on from what is stored, so one edit gives one finding and not one for each event behind it.
 * It may run beside writers: a lane grows at its end only. Found are edited, deleted, inserted, swapped and renumbered
 * events; a deleted end is found for the lanes of the running process only, since the other ends are known to nobody
 * until they are anchored.
 */
public final class Verifier {
    private static final int PAGE = 500;

    private final LaneReader reader;
    private final Map<Long, Head> heads;
    private final CanonicalForm form = new CanonicalForm();
    private final List<Finding> findings = new ArrayList<>();
    private long defects;
    private long events;

    private Verifier(LaneReader reader, Map<Long, Head> heads) {
        this.reader = reader;
        this.heads = heads;
    }

    /**
     * Verifies all that the reader gives, and that what the lanes know to be committed is there.
     *
     * @param reader reads on the connection that it is given
     * @param lanes the lanes of this process
     * @return the report, clean if the history is unbroken
     */
    public static VerificationReport verify(LaneReader reader, Lanes lanes) {
        return new Verifier(reader, lanes.heads()).walk();
    }

    private VerificationReport walk() {
        long lanes = 0;
        OptionalLong lane = reader.nextLane(Long.MIN_VALUE);
        while (lane.isPresent()) {
            lanes++;
            walk(lane.getAsLong());
            heads.remove(lane.getAsLong());
            lane = reader.nextLane(lane.getAsLong());
        }
        heads.forEach((id, head) -> {
            if (head.number() > 0) {
                report(id, head.number(), Kind.END, hex(head.hash()), "no event of this lane");
            }
        });
        return new VerificationReport(lanes, events, defects, findings);
    }

    private void walk(long lane) {
        Head head = heads.get(lane);
        byte[] previous = new byte[CanonicalForm.HASH_LENGTH];
        long number = 0;
        List<SealedEvent> page = reader.read(lane, Long.MIN_VALUE, PAGE);
        while (!page.isEmpty()) {
            for (SealedEvent event : page) {
                events++;
                if (event.number() != number + 1) {
                    report(lane, number + 1, Kind.NUMBER, "event " + (number + 1), "event " + event.number());
                }
                check(event, previous);
                checkHead(event, head);
                number = event.number();
                previous = event.hash();
            }
            page = reader.read(lane, number, PAGE);
        }
        if (head != null && number < head.number()) {
            report(lane, head.number(), Kind.END, hex(head.hash()), "event " + number + " as the last");
        }
    }

    private void check(SealedEvent event, byte[] previous) {
        if (event.place().form() != CanonicalForm.FORM) {
            report(
                    event.lane(),
                    event.number(),
                    Kind.FORM,
                    "form " + CanonicalForm.FORM,
                    "form " + event.place().form());
            return;
        }
        byte[] payloadDigest = payloadDigest(event);
        if (payloadDigest == null) {
            return;
        }
        byte[] hash = form.hash(previous, event.place(), event.draft(), payloadDigest);
        if (!Arrays.equals(hash, event.hash())) {
            report(event.lane(), event.number(), Kind.HASH, hex(hash), hex(event.hash()));
            return;
        }
        long subjectKey =
                form.subjectKey(event.draft().subjectType(), event.draft().subjectId());
        if (subjectKey != event.subjectKey()) {
            report(event.lane(), event.number(), Kind.SUBJECT_KEY, "" + subjectKey, "" + event.subjectKey());
        }
    }

    /** The digest of the payload, or the one that stands in the place of an erased payload; null if neither can be. */
    private byte @Nullable [] payloadDigest(SealedEvent event) {
        byte[] salt = event.salt();
        byte[] stored = event.payloadDigest();
        if (salt != null && stored == null) {
            return form.payloadDigest(salt, event.draft());
        }
        if (salt == null && stored != null && !event.draft().hasPayload()) {
            return stored;
        }
        report(
                event.lane(),
                event.number(),
                Kind.PAYLOAD,
                "either a payload with its salt or the digest of an erased one",
                (salt == null ? "no salt, " : "a salt, ")
                        + (stored == null ? "no digest, " : "a digest, ")
                        + (event.draft().hasPayload() ? "a payload" : "no payload"));
        return null;
    }

    private void checkHead(SealedEvent event, @Nullable Head head) {
        if (head != null && event.number() == head.number()) {
            compare(event, Kind.END, head.hash(), event.hash());
        }
    }

    private void compare(SealedEvent event, Kind kind, byte[] expected, byte[] found) {
        if (!Arrays.equals(expected, found)) {
            report(event.lane(), event.number(), kind, hex(expected), hex(found));
        }
    }

    private void report(long lane, long number, Kind kind, String expected, String found) {
        defects++;
        if (findings.size() < VerificationReport.MAX_FINDINGS) {
            findings.add(new Finding(lane, number, kind, expected, found));
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
