package io.leadfactory.budget.functional;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose database can be made to seem gone, at a chosen moment. Thread-safe. */
final class SwitchedSource {
    /** What happens to the next commit. */
    enum Commit {
        PASSES,
        /** The database commits, and its answer is lost. */
        LOSES_THE_ANSWER,
        /** The connection breaks before the database commits. */
        NEVER_ARRIVES
    }

    private final DataSource dataSource;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicReference<Commit> next = new AtomicReference<>(Commit.PASSES);
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger prompt = new AtomicInteger(Integer.MAX_VALUE);
    private volatile @Nullable SQLException refusal;
    private volatile CountDownLatch resumed = new CountDownLatch(0);

    SwitchedSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void off() {
        allowed.set(0);
    }

    void on() {
        allowed.set(Integer.MAX_VALUE);
    }

    /** Goes off after so many connections. */
    void onFor(int connections) {
        allowed.set(connections);
    }

    /** After so many connections it does not answer any more, until it resumes. */
    void hangAfter(int connections) {
        resumed = new CountDownLatch(1);
        prompt.set(connections);
    }

    /** How many wait for an answer now. */
    int hanging() {
        return hanging.get();
    }

    void resume() {
        prompt.set(Integer.MAX_VALUE);
        resumed.countDown();
    }

    /** How often a connection was asked for. */
    int asked() {
        return asked.get();
    }

    void nextCommit(Commit commit) {
        next.set(commit);
    }

    /** Each connection fails with this; null for none. */
    void refuse(@Nullable SQLException with) {
        refusal = with;
    }

    DataSource proxy() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                connect();
            }
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? proxy(connection) : result;
        });
    }

    private void connect() throws SQLException {
        asked.incrementAndGet();
        SQLException refused = refusal;
        if (refused != null) {
            throw refused;
        }
        if (isUsedUp(prompt)) {
            hang();
        }
        if (isUsedUp(allowed)) {
            throw new SQLException("connection refused", "08001");
        }
    }

    private void hang() throws SQLException {
        hanging.incrementAndGet();
        try {
            resumed.await();
        } catch (InterruptedException ended) {
            throw new SQLException("connection timed out", "08001", ended);
        } finally {
            hanging.decrementAndGet();
        }
    }

    private static boolean isUsedUp(AtomicInteger left) {
        return left.getAndUpdate(some -> some > 0 && some < Integer.MAX_VALUE ? some - 1 : some) == 0;
    }

    private Connection proxy(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("commit")) {
                return call(connection, method, arguments);
            }
            Commit commit = next.getAndSet(Commit.PASSES);
            if (commit == Commit.NEVER_ARRIVES) {
                connection.rollback();
            } else {
                connection.commit();
            }
            if (commit != Commit.PASSES) {
                throw new SQLException("connection reset", "08006");
            }
            return null;
        });
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            Throwable cause = failed.getCause();
            throw cause == null ? failed : cause;
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(SwitchedSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
