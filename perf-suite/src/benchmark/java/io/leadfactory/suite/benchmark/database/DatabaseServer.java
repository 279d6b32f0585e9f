package io.leadfactory.suite.benchmark.database;

/** A kind of database that gives each variant a database of its own. Thread-safe. */
public interface DatabaseServer extends AutoCloseable {
    /** {@return the name that reports show} */
    String name();

    /** {@return the name and version of the product} */
    String product();

    /** Opens a new, empty database with a pool of this many connections, all of them open. */
    VariantDatabase open(String variant, int connections);

    @Override
    void close();

    /** Starts H2 inside this process. */
    static DatabaseServer h2() {
        return new H2Server();
    }

    /** Starts PostgreSQL as processes of its own. */
    static DatabaseServer postgres() {
        return PostgresServer.start(false);
    }

    /** Starts PostgreSQL as processes of its own, with commits that are on the disk when they return. */
    static DatabaseServer durablePostgres() {
        return PostgresServer.start(true);
    }
}
