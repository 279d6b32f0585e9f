package io.leadfactory.audit.example;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A database that tests run on: one server for each JVM, started when first needed and stopped with the JVM, and as many
 * databases as asked for. Thread-safe.
 *
 * <p>System property {@code audit.databases} says which are there; MariaDB is in Maven's profile "mariadb".
 */
public enum DatabaseKind {
    /** H2 in memory. */
    H2 {
        @Override
        String create(String name) {
            return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
        }

        @Override
        void drop(String name) {
            execute("jdbc:h2:mem:" + name, "shutdown");
        }
    },

    /** PostgreSQL. */
    POSTGRESQL {
        @Override
        String create(String name) {
            execute(PostgresServer.url("postgres"), "create database " + name);
            return PostgresServer.url(name);
        }

        @Override
        void drop(String name) {
            execute(PostgresServer.url("postgres"), "drop database " + name + " with (force)");
        }
    },

    /** MariaDB. */
    MARIADB {
        @Override
        String create(String name) {
            execute(MariaDbServer.url(""), "create database " + name + " character set utf8mb4 collate utf8mb4_bin");
            return MariaDbServer.url(name);
        }

        @Override
        void drop(String name) {
            execute(MariaDbServer.url(""), "drop database " + name);
        }
    };

    private static final String PRESENT = System.getProperty("audit.databases", "h2,postgresql");

    /** Makes an empty database and gives its URL, which is all that it takes to connect. */
    abstract String create(String name);

    abstract void drop(String name);

    /** The databases that are there. */
    public static List<DatabaseKind> present() {
        return Arrays.stream(PRESENT.split(",", -1))
                .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)))
                .toList();
    }

    /** A name that no other database has. */
    static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
