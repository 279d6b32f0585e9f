package io.leadfactory.budget;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Assumptions;

/** A real database for one test. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 32;

    /** Which product it is; on which of them tests run is said by the system property {@code budget.databases}. */
    public enum Kind {
        H2,
        POSTGRESQL,
        MARIADB;

        private static final Set<String> SELECTED =
                Set.of(System.getProperty("budget.databases", "h2,postgresql").split(",", -1));

        /** Skips the test if it is not to run on this one. */
        void require() {
            Assumptions.assumeTrue(SELECTED.contains(name().toLowerCase(Locale.ROOT)), "on " + this);
        }
    }

    private final DataSource dataSource;
    private final Runnable closing;

    private Database(DataSource dataSource, Runnable closing) {
        this.dataSource = dataSource;
        this.closing = closing;
    }

    public static Database withTables() {
        return withTables(Kind.H2);
    }

    public static Database withTables(Kind kind) {
        Database database = withoutTables(kind);
        BudgetSchema.create(database.dataSource());
        return database;
    }

    public static Database withoutTables() {
        return withoutTables(Kind.H2);
    }

    public static Database withoutTables(Kind kind) {
        kind.require();
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        return switch (kind) {
            case H2 -> h2(name);
            case POSTGRESQL -> postgres(name);
            case MARIADB -> mariaDb(name);
        };
    }

    private static Database h2(String name) {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        pool.setMaxConnections(CONNECTIONS);
        return new Database(pool, () -> {
            try (Connection connection = pool.getConnection()) {
                execute(connection, "SHUTDOWN");
            } catch (SQLException failed) {
                throw new IllegalStateException("cannot shut the test's database down", failed);
            } finally {
                pool.dispose();
            }
        });
    }

    /** A schema of its own: tables as apart as in a database of their own, which takes PostgreSQL a hundred times as long. */
    private static Database postgres(String name) {
        HikariDataSource pool = pool(Postgres.url(name));
        administer(pool::getConnection, "create schema " + name);
        return new Database(pool, () -> {
            pool.close();
            administer(() -> DriverManager.getConnection(Postgres.url(name)), "drop schema " + name + " cascade");
        });
    }

    private static Database mariaDb(String name) {
        Connecting server = () -> DriverManager.getConnection(MariaDbServer.url("mysql"));
        administer(server, "create database " + name);
        HikariDataSource pool = pool(MariaDbServer.url(name));
        return new Database(pool, () -> {
            pool.close();
            administer(server, "drop database " + name);
        });
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    private interface Connecting {
        Connection connect() throws SQLException;
    }

    private static void administer(Connecting server, String sql) {
        try (Connection connection = server.connect()) {
            execute(connection, sql);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot " + sql, failed);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        closing.run();
    }

    /** One server for all tests of this process. */
    private static final class Postgres {
        private static final EmbeddedPostgres SERVER = start();

        static String url(String schema) {
            return SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot start PostgreSQL", failed);
            }
        }
    }
}
