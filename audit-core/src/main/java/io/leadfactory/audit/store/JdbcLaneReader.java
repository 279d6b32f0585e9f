package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.Position;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads lanes by key, so that no result has to be held as a whole. For one thread. */
final class JdbcLaneReader implements LaneReader {
    private static final int FETCH = 16;
    private static final long PAGE_CHARS = 1_000_000;

    private final Connection connection;
    private final String table;
    private final String nextLane;
    private final String page;
    private final DatabaseKind database;
    private final ReadOnly readOnly;

    JdbcLaneReader(Connection connection, String table, DatabaseKind database, ReadOnly readOnly) {
        this.connection = connection;
        this.table = table;
        this.database = database;
        this.readOnly = readOnly;
        this.nextLane = "select position from " + table + " where position >= ? order by position limit 1";
        this.page = "select " + Rows.SEALED + " from " + table + LaneRange.WHERE;
    }

    @Override
    public OptionalLong nextLane(long from) {
        if (LaneRange.isAbove(from)) {
            return OptionalLong.empty();
        }
        try (PreparedStatement select = connection.prepareStatement(nextLane)) {
            readOnly.resume();
            select.setLong(1, LaneRange.begin(from));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? OptionalLong.of(Position.lane(rows.getLong(1))) : OptionalLong.empty();
            }
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    @Override
    public List<SealedEvent> read(long lane, long from, int limit) {
        try (PreparedStatement select = connection.prepareStatement(page)) {
            readOnly.resume();
            LaneRange.bind(select, lane, from, limit);
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                List<SealedEvent> events = new ArrayList<>();
                long chars = 0;
                while (chars < PAGE_CHARS && rows.next()) {
                    SealedEvent event = Rows.sealed(rows, database);
                    events.add(event);
                    chars += event.draft().payloadLength();
                }
                readOnly.end();
                return events;
            }
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }
}
