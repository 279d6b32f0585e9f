package io.leadfactory.budget.regression;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source some of whose calls fail, instead of being done or after they were. For one thread. */
final class FailingCalls {
    private final DataSource dataSource;
    private Predicate<Method> failing = method -> false;
    private boolean done;
    private int failures;

    FailingCalls(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Calls that match fail from now on; {@code done} says whether the database does them all the same. */
    void fail(boolean done, Predicate<Method> failing) {
        this.done = done;
        this.failing = failing;
    }

    void heal() {
        failing = method -> false;
    }

    int failures() {
        return failures;
    }

    DataSource proxy() {
        return proxy(DataSource.class, dataSource);
    }

    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean fails = isCounted(method) && failing.test(method);
        failures += fails ? 1 : 0;
        Object result = fails && !done ? null : wrap(invoke(target, method, arguments));
        if (fails) {
            throw new SQLException("%s failed".formatted(method.getName()), "08006");
        }
        return result;
    }

    /** All that speaks to the database; nothing can be done about a connection that cannot even be given up. */
    private static boolean isCounted(Method method) {
        String name = method.getName();
        boolean binds = name.startsWith("set") && !name.equals("setAutoCommit");
        return method.getDeclaringClass() != Object.class && !name.equals("abort") && !binds;
    }

    private @Nullable Object wrap(@Nullable Object result) {
        if (result instanceof Connection) {
            return proxy(Connection.class, result);
        } else if (result instanceof PreparedStatement) {
            return proxy(PreparedStatement.class, result);
        } else {
            return result instanceof ResultSet ? proxy(ResultSet.class, result) : result;
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            Throwable cause = failed.getCause();
            throw cause == null ? failed : cause;
        }
    }

    private <T> T proxy(Class<T> type, Object target) {
        InvocationHandler handler = (proxy, method, arguments) -> call(target, method, arguments);
        return type.cast(Proxy.newProxyInstance(FailingCalls.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
