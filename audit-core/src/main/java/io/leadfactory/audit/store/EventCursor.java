package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import java.util.List;

/** Events of one result that is read bit by bit, in a transaction that can only read. For one thread. */
public interface EventCursor extends AutoCloseable {

    /**
     * {@return the next events, none at the end}
     *
     * @param atMost how many at most
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    List<AuditEvent> next(int atMost);

    /** Ends the result and its transaction; the connection stays open. */
    @Override
    void close();
}
