package io.leadfactory.suite.benchmark.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The database of one variant and its pool. Thread-safe, but for the counter. */
public final class VariantDatabase implements AutoCloseable {
    private final HikariDataSource pool;
    private final CountingDataSource counting;
    private final boolean postgres;
    private final String url;
    private final BackEnds backEnds;

    VariantDatabase(DataSource connections, String url, int size, boolean postgres) {
        this.postgres = postgres;
        this.url = url;
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        pool = new HikariDataSource(config);
        counting = new CountingDataSource(pool);
        fill();
        backEnds = postgres
                ? new BackEnds(numbers("select pid from pg_stat_activity where datname = current_database()"))
                : new BackEnds(List.of());
    }

    /** {@return a PostgreSQL database that is there already, with a pool of two connections} */
    public static VariantDatabase existing(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setUser(PostgresServer.USER);
        return new VariantDatabase(dataSource, url, 2, true);
    }

    /** {@return the JDBC URL, for another process; the database has no password} */
    public String url() {
        return url;
    }

    /** {@return the pool} */
    public DataSource dataSource() {
        return counting;
    }

    /** {@return the counter of JDBC executions, which is off} */
    public CountingDataSource executions() {
        return counting;
    }

    /** {@return whether it is PostgreSQL} */
    public boolean isPostgres() {
        return postgres;
    }

    /** {@return the CPU time of the processes behind the pool's connections in nanoseconds; 0 if they are threads of ours} */
    public long cpuNanos() {
        return backEnds.cpuNanos();
    }

    /** Runs a statement. */
    public void execute(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot run: " + sql, e);
        }
    }

    /** {@return the number that the query gives} */
    public long number(String query) {
        return numbers(query).get(0);
    }

    /** {@return all tables but those named} */
    public List<String> tablesBeside(String... names) {
        List<String> hidden = List.of(names);
        List<String> tables = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                ResultSet rows = connection
                        .getMetaData()
                        .getTables(null, postgres ? "public" : "PUBLIC", "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                String table = rows.getString("TABLE_NAME");
                if (!hidden.contains(table.toLowerCase(Locale.ROOT))) {
                    tables.add(table);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot list the tables", e);
        }
        return tables;
    }

    /** Empties the tables, whatever refers to them. */
    public void truncate(List<String> tables) {
        if (tables.isEmpty()) {
            return;
        }
        if (postgres) {
            execute("truncate table "
                    + String.join(
                            ", ", tables.stream().map(VariantDatabase::quoted).toList()));
            return;
        }
        execute("set referential_integrity false");
        tables.forEach(table -> execute("truncate table " + quoted(table)));
        execute("set referential_integrity true");
    }

    /** {@return the names of the columns in lower case} */
    public List<String> columns(String table) {
        return texts("select lower(column_name) from information_schema.columns where table_name = '" + table
                + "' order by ordinal_position");
    }

    /** {@return whether a column holds a point in time} */
    public boolean isTimestamp(String table, String column) {
        return texts("select lower(data_type) from information_schema.columns where table_name = '" + table
                        + "' and lower(column_name) = '" + column + "'")
                .get(0)
                .startsWith("timestamp");
    }

    /** {@return an expression for a column's time so much later} */
    public String later(String column, long millis) {
        return postgres
                ? column + " + interval '" + millis + " millisecond'"
                : "dateadd(millisecond, " + millis + ", " + column + ")";
    }

    /** {@return the bytes of the tables with their indexes; PostgreSQL only} */
    public long bytes(List<String> tables) {
        return tables.stream()
                .mapToLong(table -> number("select pg_total_relation_size('" + quoted(table) + "')"))
                .sum();
    }

    private static String quoted(String table) {
        return '"' + table + '"';
    }

    private List<Long> numbers(String query) {
        return texts(query).stream().map(Long::valueOf).toList();
    }

    private List<String> texts(String query) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read: " + query, e);
        }
    }

    private void fill() {
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
            throw new IllegalStateException("cannot open " + pool.getMaximumPoolSize() + " connections", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
