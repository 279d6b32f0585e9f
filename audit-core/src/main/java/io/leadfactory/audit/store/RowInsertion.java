package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Place;
import io.leadfactory.audit.ledger.Position;
import io.leadfactory.audit.ledger.SealedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** One row to a set of parameters, many rows as a JDBC batch. Thread-safe. */
final class RowInsertion implements Insertion {
    private final String table;
    private final DatabaseKind database;
    private final Shape.Cache shapes = new Shape.Cache(InsertColumn.ALL, this::sql);

    RowInsertion(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
    }

    @Override
    public void insert(Connection connection, List<SealedEvent> events) throws SQLException {
        Shape shape = shapes.of(events);
        try (PreparedStatement statement = connection.prepareStatement(shape.sql())) {
            if (events.size() == 1) {
                bind(statement, events.get(0), shape);
                statement.executeUpdate();
                return;
            }
            for (SealedEvent event : events) {
                bind(statement, event, shape);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void bind(PreparedStatement insert, SealedEvent event, Shape shape) throws SQLException {
        Place place = event.place();
        insert.setLong(1, Position.of(place.lane(), place.number()));
        int parameter = bind(insert, event, shape.each(), 2);
        bind(insert, event, shape.same(), parameter);
    }

    private int bind(PreparedStatement insert, SealedEvent event, List<InsertColumn> columns, int from)
            throws SQLException {
        int parameter = from;
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).bind(insert, parameter++, event, database);
        }
        return parameter;
    }

    private String sql(Shape shape) {
        StringBuilder names = new StringBuilder("position");
        StringBuilder parameters = new StringBuilder("?");
        for (List<InsertColumn> columns : List.of(shape.each(), shape.same())) {
            for (InsertColumn column : columns) {
                names.append(", ").append(column.column());
                parameters.append(", ?");
            }
        }
        return "insert into " + table + " (" + names + ") values (" + parameters + ")";
    }
}
