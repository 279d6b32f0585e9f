package io.leadfactory.budget.functional;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that can lose the answer to a commit that the database has done. */
final class AckLosing {
    private final DataSource dataSource;
    private final AtomicBoolean losing = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();

    AckLosing(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void loseNextAcknowledgement() {
        losing.set(true);
    }

    /** From now on no connection is to be had, or again. */
    void fail(boolean isGone) {
        gone.set(isGone);
    }

    DataSource proxy() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (gone.get()) {
                throw new SQLException("connection refused", "08001");
            }
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? proxy(connection) : result;
        });
    }

    private Connection proxy(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(connection, method, arguments);
            if (method.getName().equals("commit") && losing.compareAndSet(true, false)) {
                throw new SQLException("connection reset after commit", "08006");
            }
            return result;
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
        return type.cast(Proxy.newProxyInstance(AckLosing.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
