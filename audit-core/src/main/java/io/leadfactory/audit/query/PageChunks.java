package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The pages of a query, each on a connection of its own. For one thread. */
final class PageChunks implements Supplier<List<AuditEvent>> {
    private final TrailReader reader;
    private final AuditQuery query;
    private final ChunkSize size = new ChunkSize();
    private Optional<AuditQuery> rest;

    PageChunks(TrailReader reader, AuditQuery query) {
        this.reader = reader;
        this.query = query;
        this.rest = Optional.of(query);
    }

    @Override
    public List<AuditEvent> get() {
        if (rest.isEmpty()) {
            return List.of();
        }
        AuditPage page = reader.find(rest.get().limit(size.next()));
        size.read(page.events());
        rest = page.next().map(query::after);
        return page.events();
    }
}
