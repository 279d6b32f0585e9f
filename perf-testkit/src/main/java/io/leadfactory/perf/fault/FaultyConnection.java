package io.leadfactory.perf.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection, and the statements made from it, that meet the faults of their data source. As thread-safe as the
 * connection behind it.
 */
final class FaultyConnection implements InvocationHandler {
    private final Connection target;
    private final FaultSwitch faults;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FaultyConnection(Connection target, FaultSwitch faults, Runnable onClose) {
        this.target = target;
        this.faults = faults;
        this.onClose = onClose;
    }

    static Connection around(Connection target, FaultSwitch faults, Runnable onClose) {
        return proxy(Connection.class, new FaultyConnection(target, faults, onClose));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "close", "abort" -> {
                if (closed.compareAndSet(false, true)) {
                    onClose.run();
                }
                yield call(target, method, arguments);
            }
            case "commit" -> {
                delay();
                lose(Fault.Kind.LOST_AT_COMMIT);
                yield call(target, method, arguments);
            }
            case "createStatement", "prepareStatement", "prepareCall" ->
                statement((Connection) self, call(target, method, arguments));
            default -> call(target, method, arguments);
        };
    }

    private @Nullable Object statement(Connection self, @Nullable Object made) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return self;
            }
            if (name.equals("equals")) {
                return arguments != null && proxy == arguments[0];
            }
            if (name.equals("hashCode")) {
                return System.identityHashCode(proxy);
            }
            if (name.startsWith("execute")) {
                beforeStatement();
            }
            return call(made, method, arguments);
        };
        if (made instanceof CallableStatement) {
            return proxy(CallableStatement.class, handler);
        }
        return made instanceof PreparedStatement
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    private void beforeStatement() throws SQLException {
        faults.countStatement();
        delay();
        lose(Fault.Kind.LOST_AT_STATEMENT);
        Optional<Fault> error = faults.strike(Fault.Kind.ERROR);
        if (error.isPresent()) {
            throw error(error.get().sqlState());
        }
    }

    private void delay() {
        faults.strike(Fault.Kind.DELAY).ifPresent(faults::pause);
    }

    /** Closes the physical connection, below any pool that keeps it, and tells it as a driver would. */
    private void lose(Fault.Kind when) throws SQLException {
        Optional<Fault> struck = faults.strike(when);
        if (struck.isEmpty()) {
            return;
        }
        SQLException lost = new SQLNonTransientConnectionException(
                "injected fault: the connection to the database was lost",
                struck.get().sqlState());
        try {
            Connection physical = target.isWrapperFor(Connection.class) ? target.unwrap(Connection.class) : target;
            physical.close();
        } catch (SQLException e) {
            lost.addSuppressed(e);
        }
        throw lost;
    }

    private static SQLException error(String sqlState) {
        String message = "injected fault: SQLState " + sqlState;
        return switch (sqlState.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(message, sqlState);
            case "0A" -> new SQLFeatureNotSupportedException(message, sqlState);
            case "22" -> new SQLDataException(message, sqlState);
            case "23" -> new SQLIntegrityConstraintViolationException(message, sqlState);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, sqlState);
            case "40" -> new SQLTransactionRollbackException(message, sqlState);
            case "42" -> new SQLSyntaxErrorException(message, sqlState);
            default -> new SQLException(message, sqlState);
        };
    }

    private static @Nullable Object call(@Nullable Object on, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(FaultyConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
