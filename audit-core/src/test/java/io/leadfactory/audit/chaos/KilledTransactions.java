package io.leadfactory.audit.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.example.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What killed processes leave behind on PostgreSQL for a moment: it hears of a death when it next listens to the connection. */
final class KilledTransactions {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String WORKING = "select count(*) from pg_stat_activity where state <> 'idle'"
            + " and datname = current_database() and pid <> pg_backend_pid()";

    private KilledTransactions() {}

    static void awaitEnd(TestDatabase database) throws SQLException {
        long start = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            while (working(statement) > 0) {
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            }
        }
    }

    private static int working(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(WORKING)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
