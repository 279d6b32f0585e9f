package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import io.leadfactory.audit.record.EventIds;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A stored event as a link of a chain: all that its hash is made of, without the payload, so that a few can be held
 * whatever their size. For one thread.
 */
final class Link {
    private final CanonicalForm form;
    private final Place place;
    private final Draft head;
    private final byte @Nullable [] payloadDigest;
    private final byte[] hash;
    private final @Nullable Mac mac;

    /** Without a payload digest nothing can be said about its hash. */
    Link(CanonicalForm form, SealedEvent event, byte @Nullable [] payloadDigest, @Nullable Mac mac) {
        this.form = form;
        this.place = event.place();
        this.head = event.draft().withoutPayload();
        this.payloadDigest = payloadDigest;
        this.hash = event.hash();
        this.mac = mac;
    }

    /** The hash that the event has if it stands behind this one, under this number; null if that cannot be known. */
    byte @Nullable [] hash(byte[] previous, long number) {
        byte[] digest = payloadDigest;
        if (digest == null) {
            return null;
        }
        Place there = new Place(place.lane(), number, place.step(), place.form(), place.keyId());
        return form.hash(previous, there, head, digest, mac);
    }

    /** Whether it was written behind this one, under this number. */
    boolean fits(byte[] previous, long number) {
        return payloadDigest != null && Arrays.equals(hash(previous, number), hash);
    }

    boolean isProvable() {
        return payloadDigest != null;
    }

    /** The number under which it is stored. */
    long number() {
        return place.number();
    }

    int step() {
        return place.step();
    }

    /** The hash that is stored. */
    byte[] hash() {
        return hash;
    }

    boolean hasTimeOfItsId() {
        return EventIds.lowerBound(head.micros()).getMostSignificantBits()
                == head.id().getMostSignificantBits();
    }
}
