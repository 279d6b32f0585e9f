package io.leadfactory.audit.query;

import io.leadfactory.audit.event.AuditEvent;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes a stream of chunks that are read one after another when they are needed; an empty one is the end. For one thread. */
final class EventChunks extends AbstractSpliterator<AuditEvent> {
    private final Supplier<List<AuditEvent>> chunks;
    private Iterator<AuditEvent> chunk = Collections.emptyIterator();

    private EventChunks(Supplier<List<AuditEvent>> chunks) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
        this.chunks = chunks;
    }

    static Stream<AuditEvent> stream(Supplier<List<AuditEvent>> chunks) {
        return StreamSupport.stream(new EventChunks(chunks), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super AuditEvent> action) {
        if (!chunk.hasNext()) {
            chunk = chunks.get().iterator();
            if (!chunk.hasNext()) {
                return false;
            }
        }
        action.accept(chunk.next());
        return true;
    }
}
