package io.leadfactory.budget;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.tools.Server;

/** A database server of its own that can be stopped and started again, on the same data and the same port. For one thread. */
public final class StoppableServer implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final long PATIENCE_OF_POOL_MILLIS = 500;

    /** What can be stopped. */
    private interface Running {
        void stop() throws IOException;

        int port();

        String url();
    }

    private final Database.Kind kind;
    private final Path data;
    private final HikariDataSource pool;
    private Running running;

    private StoppableServer(Database.Kind kind, Path data) throws IOException, SQLException {
        this.kind = kind;
        this.data = data;
        this.running = run(0);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(running.url());
        if (kind == Database.Kind.H2) {
            config.setUsername("sa");
        }
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(PATIENCE_OF_POOL_MILLIS);
        this.pool = new HikariDataSource(config);
    }

    /** On H2 or PostgreSQL, with the tables of a ledger. */
    public static StoppableServer withTables(Database.Kind kind) throws IOException, SQLException {
        kind.require();
        StoppableServer server = new StoppableServer(kind, Files.createTempDirectory("budget-server"));
        BudgetSchema.create(server.dataSource());
        return server;
    }

    public DataSource dataSource() {
        return pool;
    }

    public void stop() throws IOException {
        running.stop();
    }

    public void start() throws IOException, SQLException {
        running = run(running.port());
    }

    private Running run(int port) throws IOException, SQLException {
        return kind == Database.Kind.H2 ? runH2(port) : runPostgres(port);
    }

    private Running runH2(int port) throws SQLException {
        Server server = Server.createTcpServer(
                        "-tcpPort", Integer.toString(port), "-baseDir", data.toString(), "-ifNotExists", "-tcpDaemon")
                .start();
        return new Running() {
            @Override
            public void stop() {
                server.stop();
            }

            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public String url() {
                return "jdbc:h2:tcp://localhost:%d/./ledger".formatted(server.getPort());
            }
        };
    }

    private Running runPostgres(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data.resolve("postgres"))
                .setServerConfig("fsync", "off") // it is stopped, and the machine is not
                .setCleanDataDirectory(false);
        EmbeddedPostgres server = (port == 0 ? builder : builder.setPort(port)).start();
        return new Running() {
            @Override
            public void stop() throws IOException {
                server.close();
            }

            @Override
            public int port() {
                return server.getPort();
            }

            @Override
            public String url() {
                return server.getJdbcUrl("postgres", "postgres");
            }
        };
    }

    @Override
    public void close() throws IOException {
        pool.close();
        running.stop();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
