package io.leadfactory.audit.store;

/** The databases whose SQL or types differ in what the trail needs. */
public enum DatabaseKind {
    /** H2 2.x. */
    H2,
    /** PostgreSQL 14 and later. */
    POSTGRESQL,
    /** MariaDB 10.7 and later. */
    MARIADB,
    /** MySQL 8. */
    MYSQL,
    /** Any other: plain SQL. */
    OTHER;

    /** Whether an index that gives almost the order that is wanted is read, and only the ties of it sorted. */
    boolean sortsTies() {
        return this == POSTGRESQL;
    }

    /** Whether there is no type for UUIDs, so that they are 16 bytes. */
    boolean hasBinaryUuids() {
        return this == MYSQL;
    }
}
