package io.leadfactory.audit.example;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of its own that can be stopped in the midst of things, as with {@code pg_ctl stop -m immediate}. For one thread. */
public final class CrashingPostgres implements AutoCloseable {
    private final Path data;
    private EmbeddedPostgres server;

    public CrashingPostgres(Path data) throws IOException {
        this.data = data;
        this.server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // A commit that was acknowledged survives, which the embedded server does not promise by itself.
                .setServerConfig("synchronous_commit", "on");
    }

    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** SIGQUIT: no checkpoint, no goodbye. */
    public void crash() {
        try {
            String pid =
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
            ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
            postmaster.onExit().get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    /** Starts it again, on the same port. */
    public void restart() throws IOException {
        int port = server.getPort();
        // It finds nothing to stop, and lets go of the directory.
        server.close();
        server = builder().setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
