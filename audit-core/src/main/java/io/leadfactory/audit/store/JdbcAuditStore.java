package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The store on plain JDBC. Thread-safe. */
final class JdbcAuditStore implements AuditStore {
    private static final String INTEGRITY_VIOLATION = "23";

    private final String table;
    private final DatabaseKind database;
    private final Insertion insertion;
    private final EventReader events;

    JdbcAuditStore(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
        this.insertion = database.hasArrays() ? new ArrayInsertion(table, database) : new RowInsertion(table, database);
        this.events = new JdbcEventReader(table, database);
    }

    @Override
    public void checkSchema(Connection connection) {
        SchemaCheck.check(connection, table, database);
    }

    @Override
    public void append(Connection connection, List<SealedEvent> events, int batchSize) {
        try {
            for (int start = 0; start < events.size(); start += batchSize) {
                insertion.insert(connection, events.subList(start, Math.min(events.size(), start + batchSize)));
            }
        } catch (SQLException e) {
            throw new AuditWriteException(
                    "cannot write " + events.size() + " audit event(s) to table \"" + table + "\": SQL state "
                            + e.getSQLState() + ", so their transaction is rolled back; " + advice(e),
                    RedactedException.of(e));
        }
    }

    private static String advice(SQLException failure) {
        return isIntegrityViolation(failure)
                ? "another writer took a number of their lane: verify the trail"
                : "check that the table is there as the migration script makes it";
    }

    @Override
    public boolean isNumberTaken(AuditWriteException failure) {
        return failure.getCause() instanceof SQLException cause && isIntegrityViolation(cause);
    }

    private static boolean isIntegrityViolation(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.startsWith(INTEGRITY_VIOLATION);
    }

    @Override
    public EventReader events() {
        return events;
    }

    @Override
    public <T> T readLanes(Connection connection, Function<LaneReader, T> reading) {
        try (ReadOnly readOnly = ReadOnly.begin(connection, database)) {
            return reading.apply(new JdbcLaneReader(connection, table, database, readOnly));
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }
}
