package io.leadfactory.audit.store;

import java.sql.Connection;
import java.util.function.Function;

/** Lends connections to read on. Thread-safe. */
public interface ConnectionSource {

    /**
     * {@return a connection, to be given back by closing the loan}
     *
     * @throws io.leadfactory.audit.event.AuditReadException if there is none
     * @throws io.leadfactory.audit.event.AuditUnavailableException if the session factory is closed
     */
    Loan lend();

    /**
     * Reads on a connection that is given back at once.
     *
     * @param <T> what is given back
     * @param reader reads on the connection that it is given
     * @return what the reader made of it
     * @throws io.leadfactory.audit.event.AuditReadException if there is no connection, or the database refuses
     */
    default <T> T read(Function<Connection, T> reader) {
        try (Loan loan = lend()) {
            return reader.apply(loan.connection());
        }
    }

    /** A connection that is lent. For one thread. */
    interface Loan extends AutoCloseable {

        /** {@return the connection} */
        Connection connection();

        /** Gives the connection back. */
        @Override
        void close();
    }
}
