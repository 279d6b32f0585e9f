package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Place;
import io.leadfactory.audit.ledger.Position;
import io.leadfactory.audit.ledger.SealedEvent;
import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one array to a column, which the database takes as one statement: it parses, plans and executes once,
 * whatever the number of rows, and the text of the statement stays the same. What is the same in all rows is sent once, and
 * positions and steps, which only count up, are counted by the database. Few rows go one by one: arrays have a price of
 * their own. Thread-safe.
 */
final class ArrayInsertion implements Insertion {
    private static final int FEWEST_ROWS = 4;

    private final String table;
    private final DatabaseKind database;
    private final RowInsertion rows;
    private final Shape.Cache shapes = new Shape.Cache(
            InsertColumn.ALL.stream()
                    .filter(column -> column != InsertColumn.STEP)
                    .toList(),
            this::sql);

    ArrayInsertion(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
        this.rows = new RowInsertion(table, database);
    }

    @Override
    public void insert(Connection connection, List<SealedEvent> events) throws SQLException {
        if (events.size() < FEWEST_ROWS || !countUp(events)) {
            rows.insert(connection, events);
            return;
        }
        Shape shape = shapes.of(events);
        try (PreparedStatement statement = connection.prepareStatement(shape.sql())) {
            bind(connection, statement, events, shape);
            statement.executeUpdate();
        }
    }

    /** They do not where a transaction goes on in another lane. */
    private static boolean countUp(List<SealedEvent> events) {
        return events.get(0).lane() == events.get(events.size() - 1).lane();
    }

    private void bind(Connection connection, PreparedStatement insert, List<SealedEvent> events, Shape shape)
            throws SQLException {
        SealedEvent first = events.get(0);
        Place place = first.place();
        insert.setLong(1, Position.of(place.lane(), place.number()) - 1);
        insert.setInt(2, place.step() - 1);
        int parameter = 3;
        for (InsertColumn column : shape.same()) {
            column.bind(insert, parameter++, first, database);
        }
        for (InsertColumn column : shape.each()) {
            Object[] values = values(column, events);
            if (database == DatabaseKind.POSTGRESQL) {
                insert.setArray(parameter++, connection.createArrayOf(column.type(), values));
            } else {
                insert.setObject(parameter++, values);
            }
        }
    }

    private Object[] values(InsertColumn column, List<SealedEvent> events) {
        @Nullable Object[] values = (@Nullable Object[]) Array.newInstance(elements(column), events.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.parameter(events.get(i), database);
        }
        return values;
    }

    private static Class<?> elements(InsertColumn column) {
        return switch (column) {
            case OCCURRED_AT -> LocalDateTime.class;
            case EVENT_ID -> UUID.class;
            case SALT, HASH -> byte[].class;
            case FORM -> Short.class;
            default -> String.class;
        };
    }

    private String sql(Shape shape) {
        StringBuilder names = new StringBuilder("position, step");
        StringBuilder selected = new StringBuilder("cast(? as bigint) + n, cast(? as integer) + cast(n as integer)");
        StringBuilder arrays = new StringBuilder();
        StringBuilder aliases = new StringBuilder();
        for (InsertColumn column : shape.same()) {
            names.append(", ").append(column.column());
            selected.append(", cast(? as ").append(column.type()).append(')');
        }
        for (InsertColumn column : shape.each()) {
            names.append(", ").append(column.column());
            selected.append(", ").append(column.column());
            arrays.append(arrays.isEmpty() ? "" : ", ").append(array(column));
            aliases.append(column.column()).append(", ");
        }
        return "insert into " + table + " (" + names + ") select " + selected + " from unnest(" + arrays
                + ") with ordinality as given (" + aliases + "n)";
    }

    /** H2 takes the type from the array itself. */
    private String array(InsertColumn column) {
        return database == DatabaseKind.POSTGRESQL ? "cast(? as " + column.type() + "[])" : "?";
    }
}
