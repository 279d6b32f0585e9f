package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.util.List;

/** Where events are kept. Thread-safe; it neither opens nor ends a connection or transaction. */
public interface AuditStore {

    /**
     * {@return the store in this table}
     *
     * @param table the name {@value AuditTable#NAME}, qualified and quoted as SQL needs it
     * @param database which database it is in
     */
    static AuditStore jdbc(String table, DatabaseKind database) {
        return new JdbcAuditStore(table, database);
    }

    /**
     * Checks that the table is there and of the schema version that this library writes.
     *
     * @param connection the connection, which stays open
     * @throws io.leadfactory.audit.event.AuditSchemaException if it is not
     */
    void checkSchema(Connection connection);

    /**
     * Inserts the events in order. Up to the batch size this is one JDBC execution. They are durable when the
     * connection's transaction is.
     *
     * @param connection the connection, which stays open
     * @param events the events in order
     * @param batchSize how many events go to one execution, from 1
     * @throws AuditWriteException if the database refuses; the transaction must be rolled back
     */
    void append(Connection connection, List<SealedEvent> events, int batchSize);

    /**
     * {@return whether events were refused because a number of their lane is in the table already}
     *
     * @param failure what {@link #append} threw
     */
    boolean isNumberTaken(AuditWriteException failure);

    /**
     * {@return the events that match, newest first}
     *
     * @param connection the connection, which stays open
     * @param criteria what to read
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    List<AuditEvent> find(Connection connection, Criteria criteria);

    /**
     * {@return a reader of the lanes on this connection, which must stay open as long as it is used}
     *
     * @param connection the connection, which stays open
     */
    LaneReader lanes(Connection connection);
}
