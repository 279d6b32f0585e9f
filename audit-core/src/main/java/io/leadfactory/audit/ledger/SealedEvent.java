package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import org.jspecify.annotations.Nullable;

/** An event with its place in a lane, as it is written and as it is read back for verification. Immutable by convention: its arrays are not copied. */
public final class SealedEvent {
    private final Draft draft;
    private final Place place;
    private final byte @Nullable [] salt;
    private final byte @Nullable [] payloadDigest;
    private final byte[] hash;

    /**
     * Takes the parts as they are. Without a salt the payload was erased, and the digest stands in its place.
     *
     * @param draft the event
     * @param place where it stands
     * @param salt 16 random bytes, or null
     * @param payloadDigest 32 bytes, or null
     * @param hash 32 bytes
     */
    public SealedEvent(Draft draft, Place place, byte @Nullable [] salt, byte @Nullable [] payloadDigest, byte[] hash) {
        this.draft = draft;
        this.place = place;
        this.salt = salt;
        this.payloadDigest = payloadDigest;
        this.hash = hash;
    }

    /** {@return the event itself} */
    public Draft draft() {
        return draft;
    }

    /** {@return where it stands, and how its hash is made} */
    public Place place() {
        return place;
    }

    /** {@return the chain that it stands in} */
    public long lane() {
        return place.lane();
    }

    /** {@return its position in the lane, from 1} */
    public long number() {
        return place.number();
    }

    /** {@return 16 random bytes, or null if the payload was erased} */
    public byte @Nullable [] salt() {
        return salt;
    }

    /** {@return the salted digest of the payload, 32 bytes, in the place of an erased payload; null as long as it is there} */
    public byte @Nullable [] payloadDigest() {
        return payloadDigest;
    }

    /** {@return the hash that continues the chain, 32 bytes} */
    public byte[] hash() {
        return hash;
    }
}
