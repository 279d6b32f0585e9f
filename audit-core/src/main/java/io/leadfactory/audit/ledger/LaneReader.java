package io.leadfactory.audit.ledger;

import java.util.List;
import java.util.OptionalLong;

/** Reads the stored lanes, a page at a time, in a transaction that cannot write where the database has such. For one thread. */
public interface LaneReader {

    /**
     * {@return the smallest lane above this one}
     *
     * @param after what is read lies above this
     */
    OptionalLong nextLane(long after);

    /**
     * At most {@code limit} events of the lane above this number, by number. If they are large there are fewer, so that a
     * page is not.
     *
     * @param lane the lane
     * @param after what is read lies above this
     * @param limit how many at most
     * @return the events, none only if the lane ends here
     */
    List<SealedEvent> read(long lane, long after, int limit);
}
