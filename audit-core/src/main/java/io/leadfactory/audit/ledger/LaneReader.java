package io.leadfactory.audit.ledger;

import java.util.List;
import java.util.OptionalLong;

/** Reads the stored lanes, a page at a time; it cannot write. For one thread. */
public interface LaneReader {

    /**
     * {@return the smallest lane above this one}
     *
     * @param after what is read lies above this
     */
    OptionalLong nextLane(long after);

    /**
     * At most {@code limit} events of the lane above this number, by number.
     *
     * @param lane the lane
     * @param after what is read lies above this
     * @param limit how many at most
     * @return the events, none if the lane ends here
     */
    List<SealedEvent> read(long lane, long after, int limit);
}
