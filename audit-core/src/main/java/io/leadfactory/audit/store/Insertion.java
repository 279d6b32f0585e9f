package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How events are inserted, all in one JDBC execution. Thread-safe. */
interface Insertion {

    /** Inserts these events, of which there is at least one. */
    void insert(Connection connection, List<SealedEvent> events) throws SQLException;
}
