package io.leadfactory.audit.store;

import java.sql.Connection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs work in transactions of its own, each on a connection of its own. Thread-safe. */
@FunctionalInterface
public interface TransactionSource {

    /**
     * {@return what the work made of the connection; it is committed when this returns, and this throws if that is not
     * certain}
     *
     * @param <T> what is given back
     * @param tenant whose connection it is, or null if there is one trail for all
     * @param work works on the connection that it is given
     */
    <T> T call(@Nullable String tenant, Function<Connection, T> work);
}
