package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.util.List;
import java.util.function.Function;

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

    /** {@return the reader of the events} */
    EventReader events();

    /**
     * Reads lanes. If the connection is in no transaction yet, which is to say in auto-commit mode, they are read in
     * transactions that cannot write, where the database has such; then the connection is as before.
     *
     * @param <T> what is made of them
     * @param connection the connection, which stays open
     * @param reading is given a reader, which it must not keep
     * @return what the reading returned
     * @throws io.leadfactory.audit.event.AuditReadException if the database refuses
     */
    <T> T readLanes(Connection connection, Function<LaneReader, T> reading);
}
