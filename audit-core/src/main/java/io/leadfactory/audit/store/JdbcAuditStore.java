package io.leadfactory.audit.store;

import static java.util.stream.Collectors.joining;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.EventIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The store on plain JDBC. Thread-safe. */
final class JdbcAuditStore implements AuditStore {
    private static final String INTEGRITY_VIOLATION = "23";
    private static final String COLUMNS =
            AuditTable.columns().stream().map(AuditTable.ColumnDefinition::name).collect(joining(", "));

    private final String table;
    private final DatabaseKind database;
    private final Insertion insertion;
    private final String select;

    JdbcAuditStore(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
        this.insertion =
                database == DatabaseKind.POSTGRESQL ? new ArrayInsertion(table) : new RowInsertion(table, database);
        this.select = "select " + COLUMNS + " from " + table;
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
                    e);
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
    public List<AuditEvent> find(Connection connection, Criteria criteria) {
        List<Object> arguments = new ArrayList<>();
        String sql = select(criteria, arguments);
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.size(); i++) {
                statement.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<AuditEvent> events = new ArrayList<>();
                while (rows.next()) {
                    events.add(Rows.event(rows, database));
                }
                return events;
            }
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }

    String select(Criteria criteria, List<Object> arguments) {
        List<String> conditions = new ArrayList<>();
        condition(conditions, arguments, "subject_type = ?", criteria.subjectType());
        condition(conditions, arguments, "subject_id = ?", criteria.subjectId());
        condition(conditions, arguments, "actor = ?", criteria.actor());
        condition(conditions, arguments, "action = ?", criteria.action());
        UUID from = criteria.from();
        if (from != null) {
            condition(conditions, arguments, "occurred_at >= ?", Parameters.time(EventIds.micros(from)));
        }
        UUID below = criteria.below();
        if (below != null) {
            LocalDateTime time = Parameters.time(EventIds.micros(below));
            condition(conditions, arguments, "occurred_at <= ?", time);
            condition(conditions, arguments, "(occurred_at < ? or event_id < ?)", time);
            arguments.add(Parameters.uuid(below, database));
        }
        arguments.add(criteria.limit());
        return select + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions)) + " order by "
                + order(criteria) + " limit ?";
    }

    private static void condition(
            List<String> conditions, List<Object> arguments, String condition, @Nullable Object argument) {
        if (argument != null) {
            conditions.add(condition);
            arguments.add(argument);
        }
    }

    /** The column that is equal in all rows is named too: H2 reads an index backwards only if the order names all of it. */
    private static String order(Criteria criteria) {
        String time = "occurred_at desc, event_id desc";
        if (criteria.subjectId() != null) {
            return "subject_type desc, subject_id desc, " + time;
        }
        if (criteria.actor() != null) {
            return "actor desc, " + time;
        }
        return criteria.action() != null ? "action desc, " + time : time;
    }

    @Override
    public <T> T readLanes(Connection connection, Function<LaneReader, T> reading) {
        try (ReadOnly readOnly = ReadOnly.begin(connection, database)) {
            return reading.apply(new JdbcLaneReader(connection, table, select, database, readOnly));
        } catch (SQLException e) {
            throw Rows.unreadable(table, e);
        }
    }
}
