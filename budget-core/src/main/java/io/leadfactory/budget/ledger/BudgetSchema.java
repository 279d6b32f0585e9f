package io.leadfactory.budget.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The tables of a ledger in a database. A script for each of H2, PostgreSQL, MariaDB and MySQL lies in the jar, below {@value
 * #SCRIPTS} in a folder with the name of the database in lower case, with a name as Flyway likes it, so that it can be run by
 * whatever runs the application's own. Another database gets the one for PostgreSQL, which is plain SQL.
 */
public final class BudgetSchema {
    /** Where the scripts lie on the class path. */
    public static final String SCRIPTS = "io/leadfactory/budget/migration";

    private static final String NAME = "V1__budget_ledger.sql";
    private static final Set<String> KNOWN = Set.of("h2", "postgresql", "mariadb", "mysql");

    private BudgetSchema() {}

    /**
     * Creates the tables that are not there yet. Needs the right to create tables, which an application that only
     * spends does not need.
     *
     * @param dataSource where connections come from
     * @throws IllegalArgumentException if the data source is null
     * @throws LedgerException if the database cannot be reached or refuses
     */
    public static void create(DataSource dataSource) {
        if (dataSource == null) {
            throw new IllegalArgumentException("dataSource must not be null");
        }
        try (Connection connection = Transactions.connect(dataSource);
                Statement statement = connection.createStatement()) {
            for (String sql : script(connection).split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql.strip());
                }
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        } catch (SQLException failed) {
            throw SqlFailure.of("create the tables of the budget ledger", failed);
        }
    }

    private static String script(Connection connection) throws SQLException {
        return script(connection.getMetaData().getDatabaseProductName());
    }

    /**
     * {@return the text of the script for a database}
     *
     * @param database the name of the product, as its driver tells it
     * @throws IllegalArgumentException if the name is null
     */
    public static String script(String database) {
        if (database == null) {
            throw new IllegalArgumentException("database must not be null");
        }
        String lower = database.toLowerCase(Locale.ROOT);
        String script = SCRIPTS + '/' + (KNOWN.contains(lower) ? lower : "postgresql") + '/' + NAME;
        try (InputStream in = BudgetSchema.class.getResourceAsStream("/" + script)) {
            if (in == null) {
                throw new LedgerException("cannot find the schema script %s: it must lie in the same jar as %s"
                        .formatted(script, BudgetSchema.class.getName()));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new LedgerException("cannot read the schema script " + script, unreadable);
        }
    }
}
