package io.leadfactory.audit.store;

import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Values as JDBC drivers take and give them. */
final class Parameters {
    private Parameters() {}

    /** UTC without zone: what the column holds. */
    static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    static Object uuid(UUID id, DatabaseKind database) {
        return database.hasBinaryUuids()
                ? ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array()
                : id;
    }

    static UUID uuid(ResultSet row, int column, DatabaseKind database) throws SQLException {
        if (!database.hasBinaryUuids()) {
            return row.getObject(column, UUID.class);
        }
        ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(column));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
