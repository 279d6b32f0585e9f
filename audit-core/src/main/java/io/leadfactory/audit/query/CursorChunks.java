package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.ConnectionSource.Loan;
import io.leadfactory.audit.store.Criteria;
import io.leadfactory.audit.store.EventCursor;
import io.leadfactory.audit.store.EventReader;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events from one result of the database, on a connection that is held from the first chunk to the last. For one thread. */
final class CursorChunks implements Supplier<List<AuditEvent>> {
    private final EventReader events;
    private final ConnectionSource connections;
    private final Criteria criteria;
    private final ChunkSize size = new ChunkSize();
    private @Nullable Loan loan;
    private @Nullable EventCursor cursor;
    private boolean ended;

    CursorChunks(EventReader events, ConnectionSource connections, Criteria criteria) {
        this.events = events;
        this.connections = connections;
        this.criteria = criteria;
    }

    @Override
    public List<AuditEvent> get() {
        if (ended) {
            return List.of();
        }
        try {
            List<AuditEvent> chunk = cursor().next(size.next());
            size.read(chunk);
            if (chunk.isEmpty()) {
                close();
            }
            return chunk;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private EventCursor cursor() {
        if (cursor == null) {
            loan = connections.lend();
            cursor = events.scan(loan.connection(), criteria);
        }
        return cursor;
    }

    void close() {
        ended = true;
        try (Loan closing = loan) {
            if (cursor != null) {
                cursor.close();
            }
        } finally {
            cursor = null;
            loan = null;
        }
    }
}
