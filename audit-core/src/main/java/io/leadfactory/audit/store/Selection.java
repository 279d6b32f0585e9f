package io.leadfactory.audit.store;

import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Outcome;
import io.leadfactory.audit.record.Column;
import io.leadfactory.audit.record.EventIds;
import io.leadfactory.audit.record.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of criteria with its arguments. For one thread.
 *
 * <p>Conditions are constants, so that the {@link #shape} of a page is told by comparing references, and its text has to be
 * put together once.
 */
final class Selection {
    private static final char ESCAPE = '!';
    private static final String CHANGES = "outcome = '" + Outcome.SUCCESS + "' and action in ('" + Actions.INSERT
            + "', '" + Actions.UPDATE + "', '" + Actions.UPSERT + "', '" + Actions.DELETE + "')";

    private static final String LIKE = " like ? escape '" + ESCAPE + "'";
    private static final String ATTRIBUTE =
            "(new_values" + LIKE + " or new_values" + LIKE + " or old_values" + LIKE + " or old_values" + LIKE + ")";

    private final DatabaseKind database;
    private final Criteria criteria;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> arguments = new ArrayList<>();

    Selection(Criteria criteria, DatabaseKind database) {
        this.criteria = criteria;
        this.database = database;
        condition("subject_type = ?", criteria.subjectType());
        condition("subject_id = ?", criteria.subjectId());
        condition("actor = ?", criteria.actor());
        condition("action = ?", criteria.action());
        condition("outcome = ?", criteria.outcome());
        condition("request_id = ?", criteria.requestId());
        range();
        attribute();
        if (criteria.changesOnly()) {
            conditions.add(CHANGES);
        }
    }

    private void condition(String condition, @Nullable Object argument) {
        if (argument != null) {
            conditions.add(condition);
            arguments.add(argument);
        }
    }

    /**
     * A page's start replaces the end of the range that lies before it, since planners take the first that they see; it must
     * lie in the range for that, which an event from elsewhere or a token that was made up may not.
     */
    private void range() {
        UUID position = criteria.position();
        boolean oldestFirst = criteria.oldestFirst();
        Long from = criteria.fromMicros();
        if (from != null && (position == null || !oldestFirst || EventIds.micros(position) < from)) {
            from(from);
        }
        Long until = criteria.untilMicros();
        if (until != null && (position == null || oldestFirst || EventIds.micros(position) >= until)) {
            until(until);
        }
        if (position != null && database.sortsIdsByTime()) {
            condition(oldestFirst ? "event_id > ?" : "event_id < ?", position);
        } else if (position != null) {
            Object time = Parameters.time(EventIds.micros(position));
            condition(oldestFirst ? "occurred_at >= ?" : "occurred_at <= ?", time);
            condition(oldestFirst ? "(occurred_at > ? or event_id > ?)" : "(occurred_at < ? or event_id < ?)", time);
            arguments.add(Parameters.uuid(position, database));
        }
    }

    private void from(long micros) {
        if (database.sortsIdsByTime()) {
            condition("event_id >= ?", EventIds.lowerBound(micros));
        } else {
            condition("occurred_at >= ?", Parameters.time(micros));
        }
    }

    private void until(long micros) {
        if (database.sortsIdsByTime()) {
            condition("event_id < ?", EventIds.lowerBound(micros));
        } else {
            condition("occurred_at < ?", Parameters.time(micros));
        }
    }

    /**
     * Looks for the member's name in the text: in canonical JSON nothing else reads like it, but a member inside a
     * collection's changes.
     */
    private void attribute() {
        String attribute = criteria.attribute();
        if (attribute != null) {
            conditions.add(ATTRIBUTE);
            for (int column = 0; column < 2; column++) {
                arguments.add(pattern('{', attribute));
                arguments.add(pattern(',', attribute));
            }
        }
    }

    private static String pattern(char before, String attribute) {
        StringBuilder member = new StringBuilder().append(before);
        JsonText.append(Column.clean(attribute), member);
        StringBuilder pattern = new StringBuilder("%");
        for (char c : member.append(':').toString().toCharArray()) {
            if (c == '%' || c == '_' || c == ESCAPE) {
                pattern.append(ESCAPE);
            }
            pattern.append(c);
        }
        return pattern.append('%').toString();
    }

    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    String orderBy() {
        return orderBy(false);
    }

    /** What tells the texts of two pages apart. */
    PageShape shape() {
        return new PageShape(conditions, criteria.oldestFirst(), database.sortsTies() ? criteria.limit() : 0);
    }

    /** The text of a page of a table. */
    String page(String columns, String table) {
        return "select " + columns + " from " + table + where() + orderAndLimit();
    }

    /**
     * Order and limit of a page. Where the index does not tell the order of ties, the last of them come as a whole and are
     * sorted afterwards: had the database to sort them, PostgreSQL would often fetch and sort all events of a subject. The
     * limit is a literal there, so that a plan that is kept knows it.
     */
    private String orderAndLimit() {
        return database.sortsTies()
                ? orderBy(true) + " fetch first " + criteria.limit() + " rows with ties"
                : orderBy(false) + " limit ?";
    }

    /** The columns that are equal in all rows are named too: H2 reads an index backwards only if the order names all of it. */
    private String orderBy(boolean ties) {
        String direction = criteria.oldestFirst() ? "" : " desc";
        String time = (database.sortsIdsByTime() ? "" : "occurred_at" + direction + (ties ? "" : ", "))
                + (ties ? "" : "event_id" + direction);
        if (criteria.subjectId() != null) {
            return " order by subject_id" + direction + ", subject_type" + direction + ", " + time;
        }
        if (criteria.actor() != null) {
            return " order by actor" + direction + ", " + time;
        }
        return " order by " + (criteria.action() == null ? time : "action" + direction + ", " + time);
    }

    /** Sorts a page's events as the query wants them and cuts off the ties that are too many. */
    List<AuditEvent> cut(List<AuditEvent> events) {
        if (database.sortsTies()) {
            Comparator<AuditEvent> byTime =
                    Comparator.comparing(AuditEvent::occurredAt).thenComparing(AuditEvent::id);
            events.sort(criteria.oldestFirst() ? byTime : byTime.reversed());
        }
        return events.size() > criteria.limit() ? events.subList(0, criteria.limit()) : events;
    }

    PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, 1);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Sets the parameters of a page from one on, and answers which comes next. */
    int bindPage(PreparedStatement statement, int from) throws SQLException {
        int parameter = bind(statement, from);
        if (!database.sortsTies()) {
            statement.setInt(parameter++, criteria.limit());
        }
        return parameter;
    }

    private int bind(PreparedStatement statement, int from) throws SQLException {
        int parameter = from;
        for (Object argument : arguments) {
            statement.setObject(parameter++, argument);
        }
        return parameter;
    }

    /** What tells the texts of two pages apart. Immutable. */
    record PageShape(List<String> conditions, boolean oldestFirst, int limit) {}
}
