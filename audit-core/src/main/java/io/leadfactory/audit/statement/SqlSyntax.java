package io.leadfactory.audit.statement;

import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.H2Dialect;
import org.hibernate.dialect.MySQLDialect;

/** Where the databases disagree about what is a text, a name or a comment. */
enum SqlSyntax {
    /** PostgreSQL and the standard: comments within comments, texts between dollars, {@code E'..'} with backslashes. */
    STANDARD,
    /** As the standard, but two slashes begin a comment, and only a bare {@code $$} begins a text. */
    H2,
    /**
     * MySQL and MariaDB: backslashes in all texts, comments after {@code #}, comments that are executed, no comment after two
     * dashes without a blank. Between double quotes stands a text or, by a mode of the session, a name.
     */
    MYSQL;

    /** Of a dialect; the standard for databases that are not known. */
    static SqlSyntax of(Dialect dialect) {
        if (dialect instanceof MySQLDialect) {
            return MYSQL;
        }
        return dialect instanceof H2Dialect ? H2 : STANDARD;
    }
}
