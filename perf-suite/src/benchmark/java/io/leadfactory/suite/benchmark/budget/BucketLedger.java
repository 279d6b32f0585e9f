package io.leadfactory.suite.benchmark.budget;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.time.Duration;
import java.util.function.Function;
import javax.sql.DataSource;

/** A bucket of Bucket4j in a database: tokens are consumed, and what was too much is added again. No ledger. Thread-safe. */
final class BucketLedger implements LedgerContender {
    private static final long HOLD = 100;
    private static final long ACTUAL = 70;
    private static final long CAPACITY = 1_000_000_000_000L;

    private final String name;
    private final VariantDatabase database;
    private final Bucket bucket;

    private BucketLedger(String name, VariantDatabase database, Function<DataSource, ProxyManager<Long>> manager) {
        this.name = name;
        this.database = database;
        database.execute("create table bucket (id bigint primary key, state bytea, expires_at bigint)");
        BucketConfiguration configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(CAPACITY)
                        .refillIntervally(CAPACITY, Duration.ofDays(1))
                        .build())
                .build();
        bucket = manager.apply(database.dataSource()).builder().build(1L, () -> configuration);
    }

    /** {@return the one that locks the row} */
    static BucketLedger selectForUpdate(DatabaseServer server, int connections) {
        return new BucketLedger(
                "Bucket4j, select for update",
                server.open("bucket", connections),
                source -> Bucket4jPostgreSQL.selectForUpdateBasedBuilder(source).build());
    }

    /** {@return the one that takes an advisory lock} */
    static BucketLedger advisoryLock(DatabaseServer server, int connections) {
        return new BucketLedger(
                "Bucket4j, advisory lock",
                server.open("bucket", connections),
                source -> Bucket4jPostgreSQL.advisoryLockBasedBuilder(source).build());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void reserveAndSettle(int thread) {
        if (!bucket.tryConsume(HOLD)) {
            throw new IllegalStateException("the bucket is empty");
        }
        bucket.addTokens(HOLD - ACTUAL);
    }

    @Override
    public void close() {
        database.close();
    }
}
