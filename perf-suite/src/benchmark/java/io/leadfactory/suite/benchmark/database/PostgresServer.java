package io.leadfactory.suite.benchmark.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL from Maven artifacts, with its own defaults, but with a flush to the disk at commit only if it is asked for. Thread-safe. */
final class PostgresServer implements DatabaseServer {
    static final String USER = "postgres";

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresServer start(boolean durable) {
        try {
            return new PostgresServer(EmbeddedPostgres.builder()
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", durable ? "on" : "off")
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL from its Maven artifact (linux-amd64 only)", e);
        }
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public String product() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select split_part(version(), ' on ', 1)"
                        + " || ', fsync ' || current_setting('fsync')"
                        + " || ', shared_buffers ' || current_setting('shared_buffers')")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask PostgreSQL for its version", e);
        }
    }

    @Override
    public VariantDatabase open(String variant, int connections) {
        String name = variant.replace('-', '_') + SERIAL.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database of " + variant, e);
        }
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(new String[] {"localhost"});
        dataSource.setPortNumbers(new int[] {server.getPort()});
        dataSource.setUser(USER);
        dataSource.setDatabaseName(name);
        return new VariantDatabase(dataSource, dataSource.getURL(), connections, true);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        }
    }
}
