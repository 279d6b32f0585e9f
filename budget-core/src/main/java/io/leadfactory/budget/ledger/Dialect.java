package io.leadfactory.budget.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** How a database is best asked. */
enum Dialect {
    /** Statement by statement, in a transaction: what every database can. */
    PORTABLE,
    /** Holds and settlements that reach no line in a statement of their own: {@link PostgresSql}. */
    POSTGRESQL;

    /** {@return how the database behind a connection is asked} A product that only speaks like PostgreSQL counts as one. */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return "PostgreSQL".equalsIgnoreCase(product) ? POSTGRESQL : PORTABLE;
    }
}
