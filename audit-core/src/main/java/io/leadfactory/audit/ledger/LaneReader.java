package io.leadfactory.audit.ledger;

import java.util.List;
import java.util.OptionalLong;

/** Reads the stored lanes, a page at a time, in a transaction that cannot write where the database has such. For one thread. */
public interface LaneReader {

    /**
     * {@return the smallest lane from this one on}
     *
     * @param from what is read is not below this
     */
    OptionalLong nextLane(long from);

    /**
     * At most {@code limit} events of the lane from this number on, by number. If they are large there are fewer, so that a
     * page is not.
     *
     * @param lane the lane
     * @param from what is read is not below this
     * @param limit how many at most
     * @return the events, none only if the lane ends here
     */
    List<SealedEvent> read(long lane, long from, int limit);
}
