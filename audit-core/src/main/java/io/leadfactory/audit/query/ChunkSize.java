package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.record.StoredObject;
import java.util.List;

/**
 * How many events to read at a time: small at first, then as many as hold about a million characters if the next are like the
 * last, so that memory does not grow with their size. For one thread.
 */
final class ChunkSize {
    private static final int FEWEST = 16;
    private static final int MOST = 500;
    private static final long CHARACTERS = 1_000_000;

    private int events = FEWEST;

    /** How many to read next. */
    int next() {
        return events;
    }

    /** Takes in what was read last. */
    void read(List<AuditEvent> last) {
        long characters = 0;
        for (AuditEvent event : last) {
            characters += length(event);
        }
        if (!last.isEmpty()) {
            long fitting = CHARACTERS * last.size() / Math.max(1, characters);
            events = (int) Math.max(FEWEST, Math.min(MOST, fitting));
        }
    }

    private static long length(AuditEvent event) {
        return StoredObject.length(event.oldValues())
                + StoredObject.length(event.newValues())
                + StoredObject.length(event.details())
                + StoredObject.length(event.origin().attributes());
    }
}
