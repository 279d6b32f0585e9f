package io.leadfactory.audit.ledger;

import java.util.HashMap;
import java.util.Map;

/** What the lanes of a process had committed at one moment. Immutable. */
public final class LaneEnds {
    private final Map<Long, Head> heads;

    LaneEnds(Map<Long, Head> heads) {
        this.heads = heads;
    }

    Map<Long, Head> heads() {
        return new HashMap<>(heads);
    }
}
