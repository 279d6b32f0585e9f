package io.leadfactory.audit.render;

import io.leadfactory.audit.record.Sha256;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.HexFormat;
import org.hibernate.engine.jdbc.BlobImplementer;
import org.hibernate.engine.jdbc.ClobImplementer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * A large object: how long it is, if that can be told without reading it. Immutable.
 *
 * <p>The content is left alone. What Hibernate makes of a stream can be read once, and a batch may not have been sent when
 * its events come; what the database gave is a locator, and reading it may be a way to the server for each block.
 */
final class LobText implements LeafText {
    static final LeafText INSTANCE = new LobText();

    private static final String UNKNOWN = "(not recorded: a large object)";

    private LobText() {}

    @Override
    public String of(Object value, SharedSessionContractImplementor session) {
        try {
            if (value instanceof BlobImplementer && value instanceof Blob blob) {
                return "(not recorded: " + blob.length() + " bytes)";
            }
            if (value instanceof ClobImplementer && value instanceof Clob clob) {
                return "(not recorded: " + clob.length() + " characters)";
            }
            return UNKNOWN;
        } catch (SQLException e) {
            return UNKNOWN;
        }
    }

    /** Bytes that are too many: equality can be seen, and whoever has the bytes can tell that it was these. */
    static String ofBytes(byte[] bytes) {
        String digest = HexFormat.of().formatHex(Sha256.digest().digest(bytes));
        return "(not recorded: " + bytes.length + " bytes, SHA-256 " + digest + ")";
    }
}
