package io.leadfactory.audit.chaos;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Gives connections around whose commit this process can die by kill -9. */
public abstract class DeadlyCommit implements ConnectionProvider {
    private static final long serialVersionUID = 1L;

    private final String url;

    DeadlyCommit(String url) {
        this.url = url;
    }

    /** Dies at once: nothing is flushed, closed or told. */
    public static void die() {
        try {
            new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        while (true) {
            LockSupport.park();
        }
    }

    /** Dies, or does not. */
    public static void dieIf(boolean now) {
        if (now) {
            die();
        }
    }

    /** Runs a commit, or what comes instead of it. */
    abstract void commit(Connection connection, Callable<?> commit) throws Exception;

    @Override
    public final Connection getConnection() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        return (Connection) Proxy.newProxyInstance(
                DeadlyCommit.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("commit")) {
                            commit(connection, () -> method.invoke(connection, arguments));
                            return null;
                        }
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Override
    public final void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public final boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public final boolean isUnwrappableAs(Class<?> type) {
        return false;
    }

    @Override
    public final <T> T unwrap(Class<T> type) {
        throw new IllegalArgumentException("not a wrapper");
    }
}
