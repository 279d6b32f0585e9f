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
    private final int size;
    private long after;
    private boolean ended;

    TransactionChunks(EventReader events, ConnectionSource connections, TransactionPlace place, int size) {
        this.events = events;
        this.connections = connections;
        this.place = place;
        this.size = size;
        this.after = place.first() - 1;
    }

    @Override
    public List<AuditEvent> get() {
        if (ended) {
            return List.of();
        }
        List<AuditEvent> rows = connections.read(connection -> events.find(connection, place.lane(), after, size));
        List<AuditEvent> chunk = rows.stream().takeWhile(place::has).toList();
        ended = chunk.size() < size;
        after += chunk.size();
        return chunk;
    }
}
