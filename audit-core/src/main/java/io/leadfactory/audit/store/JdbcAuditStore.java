package io.leadfactory.audit.store;

import static java.util.stream.Collectors.joining;

import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.AuditWriteException;
import io.leadfactory.audit.ledger.LaneReader;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store on plain JDBC. Thread-safe. */
final class JdbcAuditStore implements AuditStore {
    private static final String INTEGRITY_VIOLATION = "23";
    private static final String COLUMNS =
            AuditTable.columns().stream().map(AuditTable.ColumnDefinition::name).collect(joining(", "));

    private final String table;
    private final String insert;
    private final String select;

    JdbcAuditStore(String table) {
        this.table = table;
        this.insert = "insert into " + table + " (" + COLUMNS + ") values ("
                + AuditTable.columns().stream().map(column -> "?").collect(joining(", ")) + ")";
        this.select = "select " + COLUMNS + " from " + table;
    }

    @Override
    public void append(Connection connection, List<SealedEvent> events, int batchSize) {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            if (events.size() == 1) {
                bind(statement, events.get(0));
                statement.executeUpdate();
                return;
            }
            int waiting = 0;
            for (SealedEvent event : events) {
                bind(statement, event);
                statement.addBatch();
                if (++waiting == batchSize) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
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

    private static void bind(PreparedStatement insert, SealedEvent event) throws SQLException {
        Draft draft = event.draft();
        insert.setLong(1, event.lane());
        insert.setLong(2, event.number());
        insert.setObject(3, time(draft.micros()));
        insert.setObject(4, draft.id());
        insert.setObject(5, event.transactionId());
        insert.setShort(6, event.form());
        insert.setString(7, draft.action());
        insert.setString(8, draft.outcome());
        insert.setString(9, draft.subjectType());
        insert.setString(10, draft.subjectId());
        insert.setString(11, draft.actor());
        insert.setString(12, draft.onBehalfOf());
        insert.setString(13, draft.ip());
        insert.setString(14, draft.userAgent());
        insert.setString(15, draft.requestId());
        insert.setString(16, draft.reason());
        insert.setString(17, draft.attributes());
        insert.setString(18, draft.details());
        insert.setString(19, draft.oldValues());
        insert.setString(20, draft.newValues());
        insert.setBytes(21, event.salt());
        insert.setBytes(22, event.payloadDigest());
        insert.setBytes(23, event.hash());
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
                    events.add(Rows.event(rows));
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
        condition(conditions, arguments, "event_id >= ?", criteria.from());
        condition(conditions, arguments, "event_id < ?", criteria.below());
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

    /** The columns that are equal in all rows are named too: H2 reads an index backwards only if the order names all of it. */
    private static String order(Criteria criteria) {
        if (criteria.subjectId() != null) {
            return "subject_type desc, subject_id desc, event_id desc";
        }
        if (criteria.actor() != null) {
            return "actor desc, event_id desc";
        }
        return criteria.action() != null ? "action desc, event_id desc" : "event_id desc";
    }

    @Override
    public LaneReader lanes(Connection connection) {
        return new JdbcLaneReader(connection, table, select);
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }
}
