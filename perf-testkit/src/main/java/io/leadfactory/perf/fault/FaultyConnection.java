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
import java.time.Duration;
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
    private final SqlCounter counter;
    private final Runnable onClose;
    private final Silence silence;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FaultyConnection(Connection target, FaultSwitch faults, SqlCounter counter, Runnable onClose) {
        this.target = target;
        this.faults = faults;
        this.counter = counter;
        this.onClose = onClose;
        this.silence = new Silence(faults);
    }

    static Connection around(Connection target, FaultSwitch faults, SqlCounter counter, Runnable onClose) {
        return proxy(Connection.class, new FaultyConnection(target, faults, counter, onClose));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "close", "abort" -> {
                if (closed.compareAndSet(false, true)) {
                    onClose.run();
                }
                silence.end();
                yield call(target, method, arguments);
            }
            case "setNetworkTimeout" -> {
                if (arguments != null && arguments[1] instanceof Integer millis) {
                    silence.networkTimeout(millis);
                }
                yield call(target, method, arguments);
            }
            case "isValid" -> isValid(method, arguments);
            case "commit" -> commit(method, arguments);
            case "rollback" -> {
                counter.count(SqlCounter.What.ROLLBACK);
                answer(Duration.ZERO);
                yield call(target, method, arguments);
            }
            case "prepareStatement", "prepareCall" -> {
                counter.count(SqlCounter.What.PREPARED);
                yield statement((Connection) self, call(target, method, arguments));
            }
            case "createStatement" -> statement((Connection) self, call(target, method, arguments));
            default -> call(target, method, arguments);
        };
    }

    private @Nullable Object commit(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        counter.count(SqlCounter.What.COMMIT);
        answer(Duration.ZERO);
        delay();
        lose(Fault.Kind.LOST_AT_COMMIT);
        Object done = call(target, method, arguments);
        lose(Fault.Kind.ACKNOWLEDGEMENT_LOST);
        return done;
    }

    private @Nullable Object isValid(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Optional<Fault> silent = silence.strike();
        if (silent.isPresent() && arguments != null && arguments[0] instanceof Integer seconds) {
            silence.awaitValidation(silent.get(), Duration.ofSeconds(Math.max(0, seconds)));
            return false;
        }
        return call(target, method, arguments);
    }

    private @Nullable Object statement(Connection self, @Nullable Object made) {
        InvocationHandler handler = new FaultyStatement(self, this, made);
        if (made instanceof CallableStatement) {
            return proxy(CallableStatement.class, handler);
        }
        return made instanceof PreparedStatement
                ? proxy(PreparedStatement.class, handler)
                : proxy(Statement.class, handler);
    }

    void beforeStatement(Duration queryTimeout, long batched) throws SQLException {
        counter.count(SqlCounter.What.STATEMENT);
        counter.count(SqlCounter.What.BATCHED, batched);
        answer(queryTimeout);
        delay();
        lose(Fault.Kind.LOST_AT_STATEMENT);
        Optional<Fault> error = faults.strike(Fault.Kind.ERROR);
        if (error.isPresent()) {
            throw error(error.get().sqlState());
        }
    }

    /** Without a transaction each statement is its own commit. */
    void afterStatement() throws SQLException {
        if (faults.active().map(Fault::kind).orElse(null) == Fault.Kind.ACKNOWLEDGEMENT_LOST
                && target.getAutoCommit()) {
            lose(Fault.Kind.ACKNOWLEDGEMENT_LOST);
        }
    }

    private void delay() {
        faults.strike(Fault.Kind.DELAY).ifPresent(faults::pause);
    }

    /** Lets a silent connection be silent. */
    private void answer(Duration queryTimeout) throws SQLException {
        Optional<Fault> silent = silence.strike();
        if (silent.isEmpty()) {
            return;
        }
        SQLException noAnswer = silence.noAnswer(silent.get(), queryTimeout);
        if (noAnswer instanceof SQLNonTransientConnectionException) {
            closePhysical(noAnswer);
        }
        throw noAnswer;
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
        closePhysical(lost);
        throw lost;
    }

    private void closePhysical(SQLException because) {
        silence.end(); // no later call waits for a connection that is gone
        try {
            Connection physical = target.isWrapperFor(Connection.class) ? target.unwrap(Connection.class) : target;
            physical.close();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    static SQLException error(String sqlState) {
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

    static @Nullable Object call(@Nullable Object on, Method method, @Nullable Object @Nullable [] arguments)
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
