package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event with its place in a lane, as it is written and as it is read back for verification. Immutable by convention: its arrays are not copied. */
public final class SealedEvent {
    private final Draft draft;
    private final UUID transactionId;
    private final long lane;
    private final long number;
    private final short form;
    private final byte @Nullable [] salt;
    private final byte[] payloadDigest;
    private final byte[] hash;

    /**
     * Takes the parts as they are. A null salt says that the payload was erased.
     *
     * @param draft the event
     * @param transactionId shared by all events of the transaction
     * @param lane the lane
     * @param number the position in the lane
     * @param form the canonical form
     * @param salt 16 random bytes, or null
     * @param payloadDigest 32 bytes
     * @param hash 32 bytes
     */
    public SealedEvent(
            Draft draft,
            UUID transactionId,
            long lane,
            long number,
            short form,
            byte @Nullable [] salt,
            byte[] payloadDigest,
            byte[] hash) {
        this.draft = draft;
        this.transactionId = transactionId;
        this.lane = lane;
        this.number = number;
        this.form = form;
        this.salt = salt;
        this.payloadDigest = payloadDigest;
        this.hash = hash;
    }

    /** {@return the event itself} */
    public Draft draft() {
        return draft;
    }

    /** {@return shared by all events of one transaction} */
    public UUID transactionId() {
        return transactionId;
    }

    /** {@return the chain that it stands in} */
    public long lane() {
        return lane;
    }

    /** {@return its position in the lane, from 1} */
    public long number() {
        return number;
    }

    /** {@return the canonical form that its hash is made of} */
    public short form() {
        return form;
    }

    /** {@return 16 random bytes, or null if the payload was erased} */
    public byte @Nullable [] salt() {
        return salt;
    }

    /** {@return the salted digest of the payload, 32 bytes} */
    public byte[] payloadDigest() {
        return payloadDigest;
    }

    /** {@return the hash that continues the chain, 32 bytes} */
    public byte[] hash() {
        return hash;
    }
}
