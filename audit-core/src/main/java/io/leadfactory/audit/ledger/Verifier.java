package io.leadfactory.audit.ledger;

import static io.leadfactory.audit.ledger.Findings.hex;

import io.leadfactory.audit.ledger.Finding.Kind;
import io.leadfactory.audit.record.EventIds;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Walks lanes from their first event and recomputes each digest and hash. For one thread; memory does not grow with the
 * history, and a page of large events is a short one.
 *
 * <p>It only reads, and may run beside writers: a lane grows at its end only. Found are edited, deleted, inserted,
 * swapped and renumbered events ({@link LaneWalk} says how). A deleted end is found for the lanes of the running process
 * only, since the other ends are known to nobody until they are anchored. Without a key, or with events that are not
 * keyed, a lane that was rewritten as a whole is found for the lanes of the running process only, too. So with keys a lane
 * that is not keyed is itself a finding, unless it began before the keys did ({@link KeySettings#keyedSince}).
 */
public final class Verifier {
    private static final int PAGE = 500;

    private final LaneReader reader;
    private final KeySettings keys;
    private final Map<Long, Head> heads;
    private final Verification what;
    private final CanonicalForm form = new CanonicalForm();
    private final Map<String, Mac> macs = new HashMap<>();
    private final Findings findings = new Findings();
    private long lanes;
    private long events;
    private long unkeyed;
    private long erased;

    private Verifier(LaneReader reader, KeySettings keys, Map<Long, Head> heads, Verification what) {
        this.reader = reader;
        this.keys = keys;
        this.heads = heads;
        this.what = what;
    }

    /**
     * Verifies what the reader gives, and that what was known to be committed is there.
     *
     * @param reader reads on the connection that it is given
     * @param keys the keys of the trail
     * @param ends what the lanes of this process had committed before the reader's transaction began
     * @param what which part of the trail
     * @return the report, clean if the history is unbroken
     */
    public static VerificationReport verify(LaneReader reader, KeySettings keys, LaneEnds ends, Verification what) {
        return new Verifier(reader, keys, ends.heads(), what).run();
    }

    private VerificationReport run() {
        Long one = what.lane();
        if (one != null) {
            walk(one, heads.get(one));
        } else {
            OptionalLong lane = reader.nextLane(Long.MIN_VALUE);
            while (lane.isPresent()) {
                long id = lane.getAsLong();
                walk(id, heads.remove(id));
                lane = id == Long.MAX_VALUE ? OptionalLong.empty() : reader.nextLane(id + 1);
            }
            heads.forEach((id, head) -> {
                if (head.number() > 0) {
                    findings.add(id, head.number(), Kind.END, hex(head.hash()), "no event of this lane");
                    findings.endLane();
                }
            });
        }
        return new VerificationReport(lanes, events, unkeyed, erased, findings.defects(), findings.kept());
    }

    private void walk(long lane, @Nullable Head head) {
        SealedEvent before = before(lane);
        LaneWalk walk = begin(lane, before);
        KeyUse use = new KeyUse(lane, before);
        long last = what.from() - 1;
        byte[] atHead = null;
        List<SealedEvent> page = reader.read(lane, last == 0 ? Long.MIN_VALUE : what.from(), PAGE);
        lanes += page.isEmpty() ? 0 : 1;
        while (!page.isEmpty()) {
            for (SealedEvent event : page) {
                if (event.number() > what.to()) {
                    break;
                }
                events++;
                walk.accept(link(event, use));
                if (head != null && event.number() == head.number()) {
                    atHead = event.hash();
                }
            }
            last = page.get(page.size() - 1).number();
            what.listener().accept(new Verification.Progress(lane, last, events, findings.defects()));
            page = last >= what.to() ? List.of() : reader.read(lane, last + 1, PAGE);
        }
        walk.end();
        if (head != null && head.number() >= what.from() && head.number() <= what.to()) {
            checkHead(lane, head, last, atHead);
        }
        findings.endLane();
    }

    /** The event before the first one of a range, if it is there. */
    private @Nullable SealedEvent before(long lane) {
        long before = what.from() - 1;
        List<SealedEvent> event = before == 0 ? List.of() : reader.read(lane, before, 1);
        return event.isEmpty() || event.get(0).number() != before ? null : event.get(0);
    }

    private LaneWalk begin(long lane, @Nullable SealedEvent before) {
        if (what.from() == 1) {
            return LaneWalk.fromBegin(lane, findings);
        }
        if (before == null) {
            long number = what.from() - 1;
            findings.add(lane, number, Kind.DELETED, "event " + number, "no event");
            return LaneWalk.onTrust(lane, findings, what.from());
        }
        return new LaneWalk(
                lane, findings, before.number(), before.hash(), before.place().step());
    }

    private void checkHead(long lane, Head head, long last, byte @Nullable [] found) {
        if (last < head.number()) {
            findings.add(lane, head.number(), Kind.END, hex(head.hash()), "event " + last + " as the last");
        } else if (findings.isLaneClean() && !Arrays.equals(head.hash(), found)) {
            findings.add(lane, head.number(), Kind.END, hex(head.hash()), found == null ? "no such event" : hex(found));
        }
    }

    private Link link(SealedEvent event, KeyUse use) {
        Place place = event.place();
        byte[] payloadDigest = payloadDigest(event);
        Mac mac = null;
        switch (place.form()) {
            case CanonicalForm.PLAIN -> {
                unkeyed++;
                payloadDigest = use.isUnkeyed(event) ? payloadDigest : null;
            }
            case CanonicalForm.KEYED -> {
                mac = use.mac(event);
                payloadDigest = mac == null ? null : payloadDigest;
            }
            default -> {
                findings.add(
                        place.lane(),
                        place.number(),
                        Kind.FORM,
                        "form " + CanonicalForm.PLAIN + " or " + CanonicalForm.KEYED,
                        "form " + place.form());
                payloadDigest = null;
            }
        }
        return new Link(form, event, payloadDigest, mac);
    }

    /** The digest of the payload, or the one that stands in the place of an erased payload; null if neither can be. */
    private byte @Nullable [] payloadDigest(SealedEvent event) {
        byte[] salt = event.salt();
        byte[] stored = event.payloadDigest();
        boolean hasPayload = event.draft().hasPayload();
        if (salt != null && stored == null) {
            return form.payloadDigest(salt, event.draft());
        }
        if (salt == null && stored != null && !hasPayload) {
            erased++;
            return stored;
        }
        findings.add(
                event.lane(),
                event.number(),
                Kind.PAYLOAD,
                "either a payload with its salt or the digest of an erased one",
                (salt == null ? "no salt, " : "a salt, ")
                        + (stored == null ? "no digest, " : "a digest, ")
                        + (hasPayload ? "a payload" : "no payload"));
        return null;
    }

    /**
     * Whether a lane is keyed, as its first event is or the one before a range, and by what; what is wrong is said once and
     * not for each event.
     */
    private final class KeyUse {
        private final long lane;
        private @Nullable Boolean keyed;
        private boolean unkeyedSeen;
        private boolean mixed;
        private @Nullable String unknown;

        KeyUse(long lane, @Nullable SealedEvent before) {
            this.lane = lane;
            this.keyed = before == null ? null : before.place().form() == CanonicalForm.KEYED;
        }

        /** Whether an event that is not keyed may be proven: not in a keyed lane, where anybody could have put it. */
        boolean isUnkeyed(SealedEvent event) {
            boolean inKeyedLane = keyed != null && keyed;
            if (inKeyedLane && !mixed) {
                mixed = true;
                findings.add(lane, event.number(), Kind.KEY, "a keyed event, as before", "an event that is not keyed");
            } else if (!inKeyedLane && !unkeyedSeen) {
                keyed = false;
                unkeyedSeen = true;
                if (keys.requiresKey(begin(event))) {
                    mixed = true;
                    findings.add(lane, event.number(), Kind.KEY, keyedLane(), "a lane that is not keyed");
                }
            }
            return !inKeyedLane;
        }

        private String keyedLane() {
            Instant since = keys.keyedSince();
            return since == null
                    ? "a keyed lane, since there are keys and no \"" + KeySettings.KEYED_SINCE + '"'
                    : "a keyed lane, since it begins after " + since;
        }

        /** The time of the first event of the lane, which is that of the lane; a range begins behind it. */
        private Instant begin(SealedEvent event) {
            List<SealedEvent> first =
                    what.from() == 1 || keys.keyedSince() == null ? List.of() : reader.read(lane, Long.MIN_VALUE, 1);
            SealedEvent begin = first.isEmpty() ? event : first.get(0);
            return EventIds.instant(begin.draft().micros());
        }

        @Nullable
        Mac mac(SealedEvent event) {
            String id = event.place().keyId();
            Mac mac = id == null ? null : Verifier.this.mac(id);
            if (mac == null) {
                if (id == null || !id.equals(unknown)) {
                    String found = id == null ? "no key id" : "key \"" + id + '"';
                    findings.add(lane, event.number(), Kind.KEY, "a key that is known", found);
                }
                unknown = id;
            } else if (keyed != null && !keyed && !mixed) {
                mixed = true;
                findings.add(lane, event.number(), Kind.KEY, "an event that is not keyed, as before", "a keyed event");
            }
            keyed = keyed == null || keyed;
            return mac;
        }
    }

    private @Nullable Mac mac(String id) {
        Mac mac = macs.get(id);
        AuditKeySource source = keys.source();
        if (mac == null && source != null) {
            AuditKey key = source.find(id);
            if (key != null) {
                mac = key.mac();
                macs.put(id, mac);
            }
        }
        return mac;
    }
}
