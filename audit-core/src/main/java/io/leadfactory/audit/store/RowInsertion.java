package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Place;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** One row to a set of parameters, many rows as a JDBC batch. Thread-safe. */
final class RowInsertion implements Insertion {
    private static final String COLUMNS = "lane, number, occurred_at, event_id, step, form, action, outcome,"
            + " subject_type, subject_id, actor, salt, hash";
    private static final String PARAMETERS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
    private static final int FIRST_OPTIONAL = 14;

    private final String table;
    private final DatabaseKind database;
    private final AtomicReferenceArray<Shape> shapes = new AtomicReferenceArray<>(OptionalTexts.SHAPES);

    RowInsertion(String table, DatabaseKind database) {
        this.table = table;
        this.database = database;
    }

    @Override
    public void insert(Connection connection, List<SealedEvent> events) throws SQLException {
        Shape shape = shape(OptionalTexts.shape(events));
        try (PreparedStatement statement = connection.prepareStatement(shape.sql)) {
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
        Draft draft = event.draft();
        Place place = event.place();
        insert.setLong(1, place.lane());
        insert.setLong(2, place.number());
        insert.setObject(3, Parameters.time(draft.micros()));
        insert.setObject(4, Parameters.uuid(draft.id(), database));
        insert.setInt(5, place.step());
        insert.setShort(6, place.form());
        insert.setString(7, draft.action());
        insert.setString(8, draft.outcome());
        insert.setString(9, draft.subjectType());
        insert.setString(10, draft.subjectId());
        insert.setString(11, draft.actor());
        insert.setBytes(12, event.salt());
        insert.setBytes(13, event.hash());
        int parameter = FIRST_OPTIONAL;
        for (int column : shape.columns) {
            insert.setString(parameter++, OptionalTexts.text(event, column));
        }
    }

    private Shape shape(int bits) {
        Shape shape = shapes.get(bits);
        if (shape == null) {
            shape = new Shape(table, OptionalTexts.columns(bits));
            shapes.set(bits, shape);
        }
        return shape;
    }

    /** The statement for one choice of optional columns. */
    private static final class Shape {
        private final String sql;
        private final int[] columns;

        Shape(String table, int[] columns) {
            this.columns = columns;
            StringBuilder names = new StringBuilder(COLUMNS);
            StringBuilder parameters = new StringBuilder(PARAMETERS);
            for (int column : columns) {
                names.append(", ").append(OptionalTexts.name(column));
                parameters.append(", ?");
            }
            this.sql = "insert into " + table + " (" + names + ") values (" + parameters + ")";
        }
    }
}
