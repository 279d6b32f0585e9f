package io.leadfactory.audit.example;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Notes the SQL of every JDBC execution, and can lose the answer to a commit. A connection that comes back as it was made is
 * used again. Thread-safe.
 */
public final class CountingDataSource implements DataSource {
    private final List<String> executions = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<@Nullable Runnable> beforeNextCommit = new AtomicReference<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile String url = "";
    private volatile boolean loseNextCommit;
    private volatile boolean refuseConnections;
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();

    void url(String url) {
        this.url = url;
        executions.clear();
        loseNextCommit = false;
    }

    String url() {
        return url;
    }

    /** The SQL of each execution since the last call, in order. */
    public List<String> drain() {
        synchronized (executions) {
            List<String> copy = List.copyOf(executions);
            executions.clear();
            return copy;
        }
    }

    /** How many connections are open. */
    public int open() {
        return open.get();
    }

    /** The next commit is done, and then reported as failed. */
    public void loseNextCommit() {
        loseNextCommit = true;
    }

    /** Whether the database cannot be reached. */
    public void refuseConnections(boolean refuse) {
        refuseConnections = refuse;
    }

    /** The next execution whose SQL names the table is refused with this SQL state. */
    public void refuseNext(String table, String sqlState) {
        refusal.set(new Refusal(table, sqlState));
    }

    private record Refusal(String table, String sqlState) {}

    /** Runs once, in the next commit, before it reaches the database. */
    public void beforeNextCommit(Runnable task) {
        beforeNextCommit.set(task);
    }

    /** Runs SQL past the trail. */
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (refuseConnections) {
            throw new SQLException("connection refused", "08001");
        }
        Connection pooled = idle.pollFirst();
        Connection connection = pooled == null ? DriverManager.getConnection(url) : pooled;
        AtomicBoolean closed = new AtomicBoolean();
        open.incrementAndGet();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("close")) {
                if (!closed.getAndSet(true)) {
                    open.decrementAndGet();
                    giveBack(connection);
                }
                return null;
            }
            if (closed.get()) {
                return afterClose(method);
            }
            if (method.getName().equals("commit")) {
                Runnable task = beforeNextCommit.getAndSet(null);
                if (task != null) {
                    task.run();
                }
            }
            Object result = call(connection, method, arguments);
            if (method.getName().equals("commit") && loseNextCommit) {
                loseNextCommit = false;
                throw new SQLException("connection lost", "08006");
            }
            if (result instanceof PreparedStatement statement) {
                return counted(statement, String.valueOf(arguments[0]));
            }
            return result;
        });
    }

    private void giveBack(Connection connection) throws SQLException {
        boolean asItWas = !connection.isClosed() && connection.getAutoCommit() && !connection.isReadOnly();
        if (asItWas) {
            idle.addFirst(connection);
        } else {
            connection.close();
        }
    }

    private static Object afterClose(Method method) throws SQLException {
        return switch (method.getName()) {
            case "isClosed" -> true;
            case "isValid" -> false;
            default -> throw new SQLException("the connection is closed", "08003");
        };
    }

    /** Closes the connections that nobody has. */
    void closeIdle() {
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("cannot close a connection", e);
            }
        }
    }

    private PreparedStatement counted(PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                executions.add(sql.toLowerCase(Locale.ROOT));
                Refusal refused = refusal.get();
                if (refused != null && sql.contains(refused.table()) && refusal.compareAndSet(refused, null)) {
                    throw new SQLException("refused", refused.sqlState());
                }
            }
            return call(statement, method, arguments);
        });
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("test");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
