package io.leadfactory.audit.boot;

import io.leadfactory.audit.store.DatabaseKind;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MariaDBDialect;
import org.hibernate.dialect.MySQLDialect;
import org.hibernate.dialect.PostgreSQLDialect;

/** Tells from Hibernate's dialect which database it is. */
final class Databases {
    private Databases() {}

    static DatabaseKind kind(Dialect dialect) {
        if (dialect instanceof H2Dialect) {
            return DatabaseKind.H2;
        }
        if (dialect instanceof PostgreSQLDialect) {
            return DatabaseKind.POSTGRESQL;
        }
        if (dialect instanceof MariaDBDialect && dialect.getVersion().isSameOrAfter(10, 7)) {
            return DatabaseKind.MARIADB;
        }
        return dialect instanceof MySQLDialect ? DatabaseKind.MYSQL : DatabaseKind.OTHER;
    }
}
