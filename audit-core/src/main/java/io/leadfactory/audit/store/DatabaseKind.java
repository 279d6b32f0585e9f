package io.leadfactory.audit.store;

import org.jspecify.annotations.Nullable;

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

    /** {@return the collation in which texts are compared byte by byte, where that must be said; else null} */
    public @Nullable String exactCollation() {
        return switch (this) {
            case POSTGRESQL -> "C";
            case MARIADB -> "utf8mb4_nopad_bin";
            case MYSQL -> "utf8mb4_0900_bin";
            default -> null;
        };
    }

    /** Whether an index that gives almost the order that is wanted is read, and only the ties of it sorted. */
    boolean sortsTies() {
        return this == POSTGRESQL;
    }

    /** Whether it mostly runs in this process, so that two statements cost less than one that is made of both. */
    boolean isNear() {
        return this == H2;
    }

    /** Whether identifiers of version 7 are in the order of their times. */
    boolean sortsIdsByTime() {
        return this == H2;
    }

    /** Whether an array can be sent and taken apart into rows. */
    boolean hasArrays() {
        return this == POSTGRESQL || this == H2;
    }

    /** Whether there is no type for UUIDs, so that they are 16 bytes. */
    boolean hasBinaryUuids() {
        return this == MYSQL;
    }

    /** Whether a transaction can be told that it must not write. */
    boolean hasReadOnlyTransactions() {
        return this == POSTGRESQL || this == MARIADB || this == MYSQL;
    }
}
