package io.leadfactory.budget.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The tables of a ledger in a database. The script is plain SQL for H2, PostgreSQL and MariaDB and lies in the jar, with
 * a name as Flyway likes it, so that it can be run by whatever runs the application's own.
 */
public final class BudgetSchema {
    /** Where the script lies on the class path. */
    public static final String SCRIPT = "io/leadfactory/budget/ledger/V1__budget_ledger.sql";

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
            for (String sql : script().split(";", -1)) {
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

    /** {@return the script's text} */
    public static String script() {
        try (InputStream in = BudgetSchema.class.getResourceAsStream("/" + SCRIPT)) {
            if (in == null) {
                throw new LedgerException("cannot find the schema script %s: it must lie in the same jar as %s"
                        .formatted(SCRIPT, BudgetSchema.class.getName()));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new LedgerException("cannot read the schema script " + SCRIPT, unreadable);
        }
    }
}
