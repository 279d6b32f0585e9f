package io.leadfactory.suite.benchmark.database;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.engine.Constants;
import org.h2.jdbcx.JdbcDataSource;

/** H2 in memory. Thread-safe. */
final class H2Server implements DatabaseServer {
    private static final AtomicInteger SERIAL = new AtomicInteger();

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String product() {
        return "H2 " + Constants.VERSION + " in memory";
    }

    @Override
    public VariantDatabase open(String variant, int connections) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + variant + SERIAL.incrementAndGet());
        return new VariantDatabase(dataSource, dataSource.getURL(), connections, false);
    }

    @Override
    public void close() {
        // Each database ends with its last connection.
    }
}
