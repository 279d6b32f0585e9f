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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads events by plain JDBC. Thread-safe. */
final class JdbcEventReader implements EventReader {
    private static final int COUNTS = 1000;
    private static final int KEPT_TEXTS = 1000;

    private final String table;
    private final DatabaseKind database;
    private final String select;
    private final Map<List<Selection.PageShape>, String> texts = new ConcurrentHashMap<>();

    JdbcEventReader(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
        this.select = "select " + Rows.EVENT + " from " + table;
    }

    @Override
    public List<AuditEvent> find(Connection connection, Criteria criteria) {
        Selection selection = new Selection(criteria, database);
        try (PreparedStatement statement = connection.prepareStatement(page(selection))) {
            selection.bindPage(statement, 1);
            return selection.cut(events(statement));
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    /** The SQL of a page. */
    String page(Selection selection) {
        return text(List.of(selection.shape()), () -> selection.page(Rows.EVENT, table));
    }

    @Override
    public Pair find(Connection connection, Criteria first, Criteria second) {
        return database.isNear()
                ? new Pair(find(connection, first), find(connection, second))
                : findAtOnce(connection, first, second);
    }

    private Pair findAtOnce(Connection connection, Criteria first, Criteria second) {
        Selection one = new Selection(first, database);
        Selection other = new Selection(second, database);
        String sql = text(
                List.of(one.shape(), other.shape()),
                () -> "(" + one.page(Rows.EVENT + ", 1", table) + ") union all ("
                        + other.page(Rows.EVENT + ", 2", table) + ")");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            other.bindPage(statement, one.bindPage(statement, 1));
            List<AuditEvent> firsts = new ArrayList<>();
            List<AuditEvent> seconds = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    (rows.getInt(Rows.AFTER_EVENT) == 1 ? firsts : seconds).add(Rows.event(rows, database));
                }
            }
            return new Pair(one.cut(firsts), other.cut(seconds));
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    /** A text that is there already has its hash, by which drivers find the statement that they have prepared. */
    private String text(List<Selection.PageShape> shapes, Supplier<String> writing) {
        String known = texts.get(shapes);
        if (known != null) {
            return known;
        }
        String text = writing.get();
        if (texts.size() < KEPT_TEXTS) {
            texts.put(shapes, text);
        }
        return text;
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
    public EventCursor scan(Connection connection, Criteria criteria) {
        Selection selection = new Selection(criteria, database);
        String sql = select + selection.where() + selection.orderBy();
        try {
            return new JdbcEventCursor(connection, table, database, sql, selection);
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
