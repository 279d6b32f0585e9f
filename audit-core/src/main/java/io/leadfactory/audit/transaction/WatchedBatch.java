package io.leadfactory.audit.transaction;

import org.hibernate.engine.jdbc.batch.spi.Batch;
import org.hibernate.engine.jdbc.batch.spi.BatchKey;
import org.hibernate.engine.jdbc.batch.spi.BatchObserver;
import org.hibernate.engine.jdbc.mutation.JdbcValueBindings;
import org.hibernate.engine.jdbc.mutation.TableInclusionChecker;
import org.hibernate.engine.jdbc.mutation.group.PreparedStatementGroup;

/** A JDBC batch that tells when it fails. For one thread. */
final class WatchedBatch implements Batch {
    private final Batch batch;
    private final BatchStart start;

    WatchedBatch(Batch batch, BatchStart start) {
        this.batch = batch;
        this.start = start;
    }

    @Override
    public BatchKey getKey() {
        return batch.getKey();
    }

    @Override
    public void addObserver(BatchObserver observer) {
        batch.addObserver(observer);
    }

    @Override
    public PreparedStatementGroup getStatementGroup() {
        return batch.getStatementGroup();
    }

    @Override
    public void addToBatch(JdbcValueBindings bindings, TableInclusionChecker checker) {
        watch(() -> batch.addToBatch(bindings, checker));
    }

    @Override
    public void addToBatch(JdbcValueBindings bindings, TableInclusionChecker checker, StaleStateMapper mapper) {
        watch(() -> batch.addToBatch(bindings, checker, mapper));
    }

    @Override
    public void execute() {
        watch(batch::execute);
    }

    private void watch(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            start.failed(e);
            throw e;
        }
    }

    @Override
    public void release() {
        batch.release();
    }
}
