package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;

/** Reads events; it cannot write. Thread-safe; connections stay open. */
public interface EventReader {

    /**
     * {@return the events that match, in the order asked for}
     *
     * @param connection the connection
     * @param criteria what to read
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    List<AuditEvent> find(Connection connection, Criteria criteria);

    /**
     * {@return the events that match either criteria, in the orders asked for} It is one round trip to a database that is elsewhere.
     *
     * @param connection the connection
     * @param first what to read
     * @param second what else to read
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    Pair find(Connection connection, Criteria first, Criteria second);

    /**
     * {@return the events of a lane above a number, by number}
     *
     * @param connection the connection
     * @param lane the lane
     * @param after what is read lies above this
     * @param limit how many at most
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    List<AuditEvent> find(Connection connection, long lane, long after, int limit);

    /**
     * Starts to read all events that match, in the order asked for and without regard to the limit.
     *
     * @param connection the connection, which is the cursor's until that is closed
     * @param criteria what to read
     * @return the cursor
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    EventCursor scan(Connection connection, Criteria criteria);

    /**
     * Counts the events that match by actor and action, without regard to order and limit.
     *
     * @param connection the connection
     * @param criteria what to count
     * @param counts is given each count, those of an actor one after another
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    void count(Connection connection, Criteria criteria, Consumer<EventCount> counts);

    /**
     * What two criteria found.
     *
     * @param first what the first found
     * @param second what the second found
     */
    record Pair(List<AuditEvent> first, List<AuditEvent> second) {}
}
