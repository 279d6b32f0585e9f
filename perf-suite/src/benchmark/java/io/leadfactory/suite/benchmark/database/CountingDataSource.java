package io.leadfactory.suite.benchmark.database;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts JDBC executions while it is switched on; a batch is one. Switched off it gives out the pool's own connections, so
 * that it costs nothing. The counter is for one thread.
 */
public final class CountingDataSource implements DataSource {
    private final DataSource pool;
    private @Nullable List<String> seen;

    CountingDataSource(DataSource pool) {
        this.pool = pool;
    }

    /** Starts to count, for connections that are taken from now on. */
    public void start() {
        seen = new ArrayList<>();
    }

    /** {@return the SQL of each execution since the start} Switches itself off. */
    public List<String> stop() {
        List<String> all = seen == null ? List.of() : List.copyOf(seen);
        seen = null;
        return all;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = pool.getConnection();
        return seen == null ? connection : watched(Connection.class, connection, "");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return pool.getConnection(user, password);
    }

    private <T> T watched(Class<T> type, T target, String sql) {
        return type.cast(Proxy.newProxyInstance(
                CountingDataSource.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String argument = arguments != null && arguments.length > 0 && arguments[0] instanceof String text
                            ? text
                            : sql;
                    List<String> counting = seen;
                    if (counting != null
                            && target instanceof Statement
                            && method.getName().startsWith("execute")) {
                        counting.add(argument.toLowerCase(Locale.ROOT));
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                    if (result instanceof Statement && target instanceof Connection) {
                        return statement(method.getReturnType(), result, argument);
                    }
                    return result;
                }));
    }

    private <T> T statement(Class<T> type, Object statement, String sql) {
        return watched(type, type.cast(statement), sql);
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return pool.isWrapperFor(type);
    }
}
