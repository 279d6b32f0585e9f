package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;

/** A lane in the hands of one transaction. For one thread; ends exactly once. */
public final class LaneLease {
    private final Lanes lanes;
    private final Lane lane;
    private Head pending;
    private int step;
    private boolean ended;

    LaneLease(Lanes lanes, Lane lane) {
        this.lanes = lanes;
        this.lane = lane;
        this.pending = lane.head();
    }

    /**
     * Gives the events the next numbers of the lane and chains them. May be called again for later events.
     *
     * @param drafts the events in order
     * @return the events with their places, in order
     * @throws IllegalStateException if the lease has ended
     */
    public List<SealedEvent> seal(List<Draft> drafts) {
        if (ended) {
            throw new IllegalStateException("cannot seal events in lane " + lane.id() + ": its lease has ended");
        }
        List<SealedEvent> sealed = new ArrayList<>(drafts.size());
        CanonicalForm form = lane.form();
        AuditKey key = lanes.currentKey();
        Mac mac = lane.mac(key);
        short formNumber = key == null ? CanonicalForm.PLAIN : CanonicalForm.KEYED;
        String keyId = key == null ? null : key.id();
        long number = pending.number();
        byte[] hash = pending.hash();
        for (Draft draft : drafts) {
            number++;
            byte[] salt = lane.salt();
            Place place = new Place(lane.id(), number, step++, formNumber, keyId);
            hash = form.hash(hash, place, draft, form.payloadDigest(salt, draft), mac);
            sealed.add(new SealedEvent(draft, place, salt, null, hash));
        }
        pending = new Head(number, hash);
        return sealed;
    }

    /** {@return the lane} */
    public long lane() {
        return lane.id();
    }

    /** The transaction was committed: the lane goes on after its last event. */
    public void committed() {
        if (end()) {
            lane.advance(pending);
            lanes.release(lane);
        }
    }

    /** The transaction was rolled back and its commit never tried: the lane goes on where it was. */
    public void rolledBack() {
        if (end()) {
            lanes.release(lane);
        }
    }

    /** It is not known whether the transaction was committed: the lane is never used again. */
    public void unknown() {
        if (end()) {
            lanes.retire(lane);
        }
    }

    private boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
