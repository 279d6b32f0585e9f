package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.store.ConnectionSource;
import io.leadfactory.audit.store.EventReader;
import java.util.List;
import java.util.function.Supplier;

/** The events of a transaction, which stand together in their lane. For one thread. */
final class TransactionChunks implements Supplier<List<AuditEvent>> {
    private final EventReader events;
    private final ConnectionSource connections;
    private final TransactionPlace place;
    private final ChunkSize size = new ChunkSize();
    private long after;
    private boolean ended;

    TransactionChunks(EventReader events, ConnectionSource connections, TransactionPlace place) {
        this.events = events;
        this.connections = connections;
        this.place = place;
        this.after = place.first() - 1;
    }

    @Override
    public List<AuditEvent> get() {
        if (ended) {
            return List.of();
        }
        int wanted = size.next();
        List<AuditEvent> rows = connections.read(connection -> events.find(connection, place.lane(), after, wanted));
        List<AuditEvent> chunk = rows.stream().takeWhile(place::has).toList();
        ended = chunk.size() < wanted;
        size.read(chunk);
        after += chunk.size();
        return chunk;
    }
}
