package io.leadfactory.suite.benchmark.read;

import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * An export of a whole trail in a JVM of its own. Immutable.
 *
 * @param wanted how many events there are
 * @param events how many events were written, 0 if the JVM failed
 * @param seconds how long the JVM lived
 * @param heapMegabytes how much heap it was given
 */
public record Export(long wanted, long events, double seconds, int heapMegabytes) {
    private static final int HEAP_MEGABYTES = 64;

    /** {@return what became of it} A JVM that fails shows its error itself. */
    static Export run(VariantDatabase database) {
        long wanted = database.number("select count(*) from audit_event");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.jboss.logging.provider=slf4j",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-classpath",
                System.getProperty("java.class.path"),
                ExportProbe.class.getName(),
                database.url());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        long began = System.nanoTime();
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor() == 0;
            return new Export(
                    wanted, ended ? Long.parseLong(printed) : 0, (System.nanoTime() - began) / 1e9, HEAP_MEGABYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for the export", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the export was running", e);
        }
    }
}
