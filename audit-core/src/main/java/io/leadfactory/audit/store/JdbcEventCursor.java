package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A result of which the driver holds a few rows at a time, where the database supports it. For one thread. */
final class JdbcEventCursor implements EventCursor {
    private static final int FIRST_FETCH = 16;

    private final String table;
    private final DatabaseKind database;
    private final ReadOnly transaction;
    private final PreparedStatement statement;
    private final ResultSet rows;

    JdbcEventCursor(Connection connection, String table, DatabaseKind database, String sql, Selection selection)
            throws SQLException {
        this.table = table;
        this.database = database;
        this.transaction = ReadOnly.begin(connection, database);
        PreparedStatement prepared = null;
        try {
            prepared = selection.prepare(connection, sql);
            prepared.setFetchSize(FIRST_FETCH);
            this.rows = prepared.executeQuery();
            this.statement = prepared;
        } catch (SQLException | RuntimeException e) {
            try (ReadOnly ending = transaction;
                    PreparedStatement closing = prepared) {
                throw e;
            }
        }
    }

    @Override
    public List<AuditEvent> next(int atMost) {
        try {
            List<AuditEvent> events = new ArrayList<>();
            rows.setFetchSize(atMost);
            while (events.size() < atMost && rows.next()) {
                events.add(Rows.event(rows, database));
            }
            return events;
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    @Override
    public void close() {
        try (ReadOnly ending = transaction;
                PreparedStatement closing = statement) {
            rows.close();
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }
}
