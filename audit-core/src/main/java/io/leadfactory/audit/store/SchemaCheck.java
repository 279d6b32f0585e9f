package io.leadfactory.audit.store;

import io.leadfactory.audit.event.AuditSchemaException;
import io.leadfactory.audit.store.AuditTable.ColumnDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the table with what this library writes.
 *
 * <p>The version is read off the columns and not off a number that somebody wrote down: each column knows the version
 * that brought it, so a table has the version before that of its oldest missing column. It takes no right but SELECT.
 * A table of a later version has more columns, which is how an upgrade without a stop looks to the older library, and passes.
 */
final class SchemaCheck {
    private SchemaCheck() {}

    static void check(Connection connection, String table, DatabaseKind database) {
        Set<String> found = columns(connection, table, database);
        List<ColumnDefinition> missing = AuditTable.columns().stream()
                .filter(column -> !found.contains(column.name()))
                .toList();
        if (!missing.isEmpty()) {
            int version =
                    missing.stream().mapToInt(ColumnDefinition::since).min().orElseThrow() - 1;
            throw new AuditSchemaException("table \"" + table + "\" must have schema version " + AuditTable.VERSION
                    + ": it has version " + version + ", without column(s) "
                    + missing.stream().map(ColumnDefinition::name).toList()
                    + "; run the migration scripts from version "
                    + (version + 1) + " on" + scripts(database));
        }
    }

    private static Set<String> columns(Connection connection, String table, DatabaseKind database) {
        try (PreparedStatement select = connection.prepareStatement("select * from " + table + " where 1 = 0");
                ResultSet rows = select.executeQuery()) {
            ResultSetMetaData metaData = rows.getMetaData();
            Set<String> columns = new TreeSet<>();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                columns.add(metaData.getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return columns;
        } catch (SQLException e) {
            throw new AuditSchemaException(
                    "table \"" + table + "\" must be there with schema version " + AuditTable.VERSION
                            + ": it cannot be read, SQL state " + e.getSQLState() + "; run the migration scripts"
                            + scripts(database) + ", and grant INSERT and SELECT",
                    e);
        }
    }

    private static String scripts(DatabaseKind database) {
        return database == DatabaseKind.OTHER
                ? " of the nearest database in io/leadfactory/audit/migration"
                : " in io/leadfactory/audit/migration/" + database.name().toLowerCase(Locale.ROOT);
    }
}
