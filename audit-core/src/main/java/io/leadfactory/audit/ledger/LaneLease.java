package io.leadfactory.audit.ledger;

import io.leadfactory.audit.record.Draft;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** A lane in the hands of one transaction, and further ones if it fills that. For one thread; ends exactly once. */
public final class LaneLease {
    private final Lanes lanes;
    private final List<Share> filled = new ArrayList<>(0);
    private Share share;
    private int step;
    private boolean ended;

    LaneLease(Lanes lanes, Lane lane) {
        this.lanes = lanes;
        this.share = new Share(lane);
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
            throw new IllegalStateException("cannot seal events in lane " + lane() + ": its lease has ended");
        }
        List<SealedEvent> sealed = new ArrayList<>(drafts.size());
        AuditKey key = lanes.currentKey();
        for (int from = 0; from < drafts.size(); ) {
            if (share.isFull()) {
                filled.add(share);
                share = new Share(lanes.another());
                step = 0;
            }
            int to = (int) Math.min(drafts.size(), from + share.room());
            seal(drafts.subList(from, to), key, sealed);
            from = to;
        }
        return sealed;
    }

    private void seal(List<Draft> drafts, @Nullable AuditKey key, List<SealedEvent> sealed) {
        Lane lane = share.lane;
        CanonicalForm form = lane.form();
        Mac mac = lane.mac(key);
        short formNumber = key == null ? CanonicalForm.PLAIN : CanonicalForm.KEYED;
        String keyId = key == null ? null : key.id();
        long number = share.end.number();
        byte[] hash = share.end.hash();
        for (Draft draft : drafts) {
            number++;
            byte[] salt = lane.salt();
            Place place = new Place(lane.id(), number, step++, formNumber, keyId);
            hash = form.hash(hash, place, draft, form.payloadDigest(salt, draft), mac);
            sealed.add(new SealedEvent(draft, place, salt, null, hash));
        }
        share.end = new Head(number, hash);
    }

    /** {@return the lane of the last event} */
    public long lane() {
        return share.lane.id();
    }

    /**
     * {@return whether nothing in the lane has been committed yet} Then it may be that another process has chosen the same
     * one, and its numbers are taken.
     */
    public boolean isFresh() {
        return share.lane.head().number() == 0;
    }

    /** The transaction was committed: the lane goes on after its last event. */
    public void committed() {
        if (end()) {
            filled.forEach(this::advance);
            advance(share);
        }
    }

    private void advance(Share committed) {
        committed.lane.advance(committed.end);
        lanes.release(committed.lane);
    }

    /** The transaction was rolled back and its commit never tried: the lane goes on where it was. */
    public void rolledBack() {
        if (end()) {
            filled.forEach(share -> lanes.release(share.lane));
            lanes.release(share.lane);
        }
    }

    /** It is not known whether the transaction was committed: the lane is never used again. */
    public void unknown() {
        if (end()) {
            filled.forEach(share -> lanes.retire(share.lane));
            lanes.retire(share.lane);
        }
    }

    private boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** A lane and how far the transaction has come in it. */
    private static final class Share {
        final Lane lane;
        Head end;

        Share(Lane lane) {
            this.lane = lane;
            this.end = lane.head();
        }

        long room() {
            return Position.MAX_NUMBER - end.number();
        }

        boolean isFull() {
            return room() == 0;
        }
    }
}
