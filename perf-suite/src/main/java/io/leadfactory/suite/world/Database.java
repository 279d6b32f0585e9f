package io.leadfactory.suite.world;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leadfactory.perf.fault.FaultyDataSource;
import io.leadfactory.suite.contract.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to an empty schema that nobody else uses. Thread-safe.
 *
 * <p>Closing it drops the schema, or the whole database where it was made for the scenario.
 */
final class Database implements AutoCloseable {
    /** Enough for the most users of any scenario, and for who counts beside them. */
    private static final int CONNECTIONS = 24;

    /**
     * Each fault costs a connection, and the pool makes a new one about every 30 ms only: with fewer of them a scenario of
     * ninety faults in a row would measure an empty pool.
     */
    private static final int CONNECTIONS_TO_BREAK = 100;

    private final HikariDataSource pool;
    private final FaultyDataSource faults;
    private final Removal removal;

    /** How what was made for the scenario is removed, after the pool is closed. */
    private interface Removal {
        void run() throws SQLException, IOException;
    }

    private Database(JdbcDataSource connections, @Nullable String schema, boolean breakable, Removal removal) {
        this.faults = FaultyDataSource.around(connections);
        this.pool = breakable ? pool(faults, CONNECTIONS_TO_BREAK, schema) : pool(connections, CONNECTIONS, schema);
        this.removal = removal;
    }

    /** Opens a schema of its own at the address, or a database in memory if there is none. */
    static Database open(DatabaseAddress address) {
        return open(address, false);
    }

    /** Opens the same with faults below the pool, where a network has them. */
    static Database openBreakable(DatabaseAddress address) {
        return open(address, true);
    }

    private static Database open(DatabaseAddress address, boolean breakable) {
        String name = "PERF_" + UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
        if (address.url().isEmpty()) {
            JdbcDataSource memory = connections("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
            return new Database(memory, null, breakable, () -> execute(memory, "shutdown"));
        }
        JdbcDataSource given = connections(address.url().get(), address.user(), address.password());
        try {
            execute(given, "create schema " + name);
        } catch (SQLException e) {
            throw new SettingException(
                    "cannot create a schema in the database \"" + address.shown()
                            + "\": give a user that may create and drop schemas",
                    e);
        }
        return new Database(given, name, breakable, () -> execute(given, "drop schema " + name + " cascade"));
    }

    /** Opens a database in files of its own if there is no address, so that what is stored does not fill the heap. */
    static Database openOnDisk(DatabaseAddress address) {
        if (address.url().isPresent()) {
            return open(address);
        }
        try {
            Path folder = Files.createTempDirectory("perf-suite");
            String url = "jdbc:h2:file:" + folder.resolve("database").toAbsolutePath() + ";CACHE_SIZE=8192";
            return new Database(connections(url, "sa", ""), null, false, () -> delete(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder for the database", e);
        }
    }

    FaultyDataSource faults() {
        return faults;
    }

    DataSource dataSource() {
        return pool;
    }

    /** Runs a query that gives one number, past everything that is measured. */
    long number(String query) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count: " + query, e);
        }
    }

    @Override
    public void close() {
        pool.close();
        try {
            removal.run();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("cannot remove the scenario's database", e);
        }
    }

    private static JdbcDataSource connections(String url, String user, String password) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        return dataSource;
    }

    private static HikariDataSource pool(DataSource connections, int size, @Nullable String schema) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setMaximumPoolSize(size);
        if (schema != null) {
            config.setSchema(schema);
        }
        HikariDataSource pool = new HikariDataSource(config);
        fill(pool);
        return pool;
    }

    /** The pool makes its connections in the background, which would be measured with the first operations. */
    private static void fill(HikariDataSource pool) {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                connections.add(pool.getConnection());
            }
            for (Connection connection : connections) {
                connection.close();
            }
        } catch (SQLException e) {
            pool.close();
            throw new IllegalStateException(
                    "cannot open " + pool.getMaximumPoolSize() + " connections for the scenario", e);
        }
    }

    private static void execute(DataSource connections, String sql) throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
