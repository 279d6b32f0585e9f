package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads events by plain JDBC. Thread-safe. */
final class JdbcEventReader implements EventReader {
    private static final int COUNTS = 1000;

    private final String table;
    private final DatabaseKind database;
    private final String select;

    JdbcEventReader(String table, DatabaseKind database, String select) {
        this.table = table;
        this.database = database;
        this.select = select;
    }

    @Override
    public List<AuditEvent> find(Connection connection, Criteria criteria) {
        Selection selection = new Selection(criteria, database);
        try (PreparedStatement statement = selection.prepare(connection, page(selection))) {
            return selection.page(events(statement));
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    /** The SQL of a page. */
    String page(Selection selection) {
        return select + selection.where() + selection.orderAndLimit();
    }

    @Override
    public List<AuditEvent> find(Connection connection, long lane, long after, int limit) {
        try (PreparedStatement statement = connection.prepareStatement(select + LaneRange.WHERE)) {
            LaneRange.bind(statement, lane, after + 1, limit);
            return events(statement);
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    private List<AuditEvent> events(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            List<AuditEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(Rows.event(rows, database));
            }
            return events;
        }
    }

    @Override
    public EventCursor scan(Connection connection, Criteria criteria, int fetchSize) {
        Selection selection = new Selection(criteria, database);
        String sql = select + selection.where() + selection.orderBy();
        try {
            return new JdbcEventCursor(connection, table, database, sql, selection, fetchSize);
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    @Override
    public void count(Connection connection, Criteria criteria, Consumer<EventCount> counts) {
        Selection selection = new Selection(criteria, database);
        String sql = "select actor, action, count(*), min(occurred_at), max(occurred_at) from " + table
                + selection.where() + " group by actor, action order by actor";
        try (ReadOnly transaction = ReadOnly.begin(connection, database);
                PreparedStatement statement = selection.prepare(connection, sql)) {
            statement.setFetchSize(COUNTS);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.accept(new EventCount(
                            rows.getString(1), rows.getString(2), rows.getLong(3), time(rows, 4), time(rows, 5)));
                }
            }
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
