package io.leadfactory.perf.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A statement that meets the faults of its connection. As thread-safe as the statement behind it. */
final class FaultyStatement implements InvocationHandler {
    private final Connection self;
    private final FaultyConnection connection;
    private final @Nullable Object target;
    private volatile Duration queryTimeout = Duration.ZERO;
    private long batch;

    FaultyStatement(Connection self, FaultyConnection connection, @Nullable Object target) {
        this.self = self;
        this.connection = connection;
        this.target = target;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        return switch (name) {
            case "getConnection" -> self;
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> {
                if (name.startsWith("execute")) {
                    yield execute(method, arguments);
                }
                remember(name, arguments);
                yield FaultyConnection.call(target, method, arguments);
            }
        };
    }

    private void remember(String name, @Nullable Object @Nullable [] arguments) {
        if (name.equals("setQueryTimeout") && arguments != null && arguments[0] instanceof Integer seconds) {
            queryTimeout = Duration.ofSeconds(Math.max(0, seconds));
        } else if (name.equals("addBatch")) {
            batch++;
        } else if (name.equals("clearBatch")) {
            batch = 0;
        }
    }

    private @Nullable Object execute(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        boolean batched = method.getName().endsWith("Batch");
        connection.beforeStatement(queryTimeout, batched ? batch : 0);
        batch = batched ? 0 : batch;
        Object result = FaultyConnection.call(target, method, arguments);
        if (!method.getName().equals("executeQuery")) {
            connection.afterStatement();
        }
        return result;
    }
}
