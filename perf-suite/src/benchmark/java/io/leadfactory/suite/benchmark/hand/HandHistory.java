package io.leadfactory.suite.benchmark.hand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The hand-written queries on the hand-written table. The values stay the JSON text that they are. Thread-safe. */
public final class HandHistory {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String COLUMNS = "select id, entity_type, entity_id, action, actor, occurred_at, old_values,"
            + " new_values, hash from hand_audit where entity_id = ? ";

    private final DataSource dataSource;

    /** Reads with connections of this pool. */
    public HandHistory(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** {@return the latest ten rows of an entity, newest first} */
    public List<Row> latest(long entity) {
        // H2 reads an index backwards only if the order names all of it.
        return read(COLUMNS + "order by entity_id desc, id desc limit 10", entity, null);
    }

    /** {@return the new values of the latest ten rows, parsed, since what a user interface shows are values} */
    public List<Map<String, String>> latestParsed(long entity) {
        List<Map<String, String>> values = new ArrayList<>();
        for (Row row : latest(entity)) {
            values.add(parsed(row.oldValues()));
            values.add(parsed(row.newValues()));
        }
        return values;
    }

    private static Map<String, String> parsed(@Nullable String json) {
        Map<String, String> values = new LinkedHashMap<>();
        if (json == null) {
            return values;
        }
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                values.put(name, parser.getText());
            }
            return values;
        } catch (IOException e) {
            throw new IllegalStateException("cannot parse what was written by hand", e);
        }
    }

    /** {@return the row that has the entity's state at an instant} */
    public List<Row> stateAt(long entity, Instant instant) {
        return read(COLUMNS + "and occurred_at <= ? order by entity_id desc, id desc limit 1", entity, instant);
    }

    private List<Row> read(String sql, long entity, @Nullable Instant instant) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, entity);
            if (instant != null) {
                select.setObject(2, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
            }
            try (ResultSet rows = select.executeQuery()) {
                List<Row> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Row(
                            rows.getLong(1),
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getObject(6, OffsetDateTime.class).toInstant(),
                            rows.getString(7),
                            rows.getString(8),
                            rows.getString(9)));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read what was written by hand", e);
        }
    }

    /** A row as it is stored. */
    public record Row(
            long id,
            String type,
            long entity,
            String action,
            String actor,
            Instant occurredAt,
            @Nullable String oldValues,
            @Nullable String newValues,
            String hash) {}
}
