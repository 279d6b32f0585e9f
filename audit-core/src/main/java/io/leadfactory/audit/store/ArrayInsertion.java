package io.leadfactory.audit.store;

import io.leadfactory.audit.ledger.Place;
import io.leadfactory.audit.ledger.SealedEvent;
import io.leadfactory.audit.record.Draft;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as one array to a column, which PostgreSQL takes as one statement: it parses, plans and executes once,
 * whatever the number of rows, and the text of the statement stays the same. Few rows go one by one: arrays have a price of their own.
 * Thread-safe.
 */
final class ArrayInsertion implements Insertion {
    private static final int FEWEST_ROWS = 4;
    private static final String COLUMNS = "lane, number, occurred_at, event_id, step, form, action, outcome,"
            + " subject_type, subject_id, actor, salt, hash";
    private static final String PARAMETERS = "?::bigint[], ?::bigint[], ?::timestamp[], ?::uuid[],"
            + " ?::integer[], ?::smallint[], ?::varchar[], ?::varchar[], ?::varchar[], ?::varchar[], ?::varchar[],"
            + " ?::bytea[], ?::bytea[]";
    private static final int FIRST_OPTIONAL = 14;

    private final String table;
    private final RowInsertion rows;
    private final AtomicReferenceArray<@Nullable String> statements = new AtomicReferenceArray<>(OptionalTexts.SHAPES);

    ArrayInsertion(String table) {
        this.table = table;
        this.rows = new RowInsertion(table, DatabaseKind.POSTGRESQL);
    }

    @Override
    public void insert(Connection connection, List<SealedEvent> events) throws SQLException {
        if (events.size() < FEWEST_ROWS) {
            rows.insert(connection, events);
            return;
        }
        int shape = OptionalTexts.shape(events);
        try (PreparedStatement statement = connection.prepareStatement(sql(shape))) {
            bind(connection, statement, events, shape);
            statement.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement insert, List<SealedEvent> events, int shape)
            throws SQLException {
        int size = events.size();
        Long[] lanes = new Long[size];
        Long[] numbers = new Long[size];
        LocalDateTime[] times = new LocalDateTime[size];
        UUID[] ids = new UUID[size];
        Integer[] steps = new Integer[size];
        Short[] forms = new Short[size];
        String[] actions = new String[size];
        String[] outcomes = new String[size];
        String[] subjectTypes = new String[size];
        String[] subjectIds = new String[size];
        String[] actors = new String[size];
        byte[][] salts = new byte[size][];
        byte[][] hashes = new byte[size][];
        for (int i = 0; i < size; i++) {
            SealedEvent event = events.get(i);
            Draft draft = event.draft();
            Place place = event.place();
            lanes[i] = place.lane();
            numbers[i] = place.number();
            times[i] = Parameters.time(draft.micros());
            ids[i] = draft.id();
            steps[i] = place.step();
            forms[i] = place.form();
            actions[i] = draft.action();
            outcomes[i] = draft.outcome();
            subjectTypes[i] = draft.subjectType();
            subjectIds[i] = draft.subjectId();
            actors[i] = draft.actor();
            salts[i] = event.salt();
            hashes[i] = event.hash();
        }
        insert.setArray(1, connection.createArrayOf("int8", lanes));
        insert.setArray(2, connection.createArrayOf("int8", numbers));
        insert.setArray(3, connection.createArrayOf("timestamp", times));
        insert.setArray(4, connection.createArrayOf("uuid", ids));
        insert.setArray(5, connection.createArrayOf("int4", steps));
        insert.setArray(6, connection.createArrayOf("int2", forms));
        insert.setArray(7, connection.createArrayOf("varchar", actions));
        insert.setArray(8, connection.createArrayOf("varchar", outcomes));
        insert.setArray(9, connection.createArrayOf("varchar", subjectTypes));
        insert.setArray(10, connection.createArrayOf("varchar", subjectIds));
        insert.setArray(11, connection.createArrayOf("varchar", actors));
        insert.setArray(12, connection.createArrayOf("bytea", salts));
        insert.setArray(13, connection.createArrayOf("bytea", hashes));
        int parameter = FIRST_OPTIONAL;
        for (int column : OptionalTexts.columns(shape)) {
            @Nullable String[] texts = new @Nullable String[size];
            for (int i = 0; i < size; i++) {
                texts[i] = OptionalTexts.text(events.get(i), column);
            }
            insert.setArray(parameter++, connection.createArrayOf("varchar", texts));
        }
    }

    private String sql(int shape) {
        String sql = statements.get(shape);
        if (sql == null) {
            StringBuilder names = new StringBuilder(COLUMNS);
            StringBuilder parameters = new StringBuilder(PARAMETERS);
            for (int column : OptionalTexts.columns(shape)) {
                names.append(", ").append(OptionalTexts.name(column));
                parameters.append(", ?::varchar[]");
            }
            sql = "insert into " + table + " (" + names + ") select * from unnest(" + parameters + ")";
            statements.set(shape, sql);
        }
        return sql;
    }
}
