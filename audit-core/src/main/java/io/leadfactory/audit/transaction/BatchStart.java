package io.leadfactory.audit.transaction;

import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** How much a transaction had recorded when a JDBC batch was begun: what comes later may be in the batch. Immutable. */
final class BatchStart {
    private final OpenTransactions transactions;
    private final SharedSessionContractImplementor session;
    private final int recorded;

    private BatchStart(OpenTransactions transactions, SharedSessionContractImplementor session, int recorded) {
        this.transactions = transactions;
        this.session = session;
        this.recorded = recorded;
    }

    static BatchStart now(OpenTransactions transactions, SharedSessionContractImplementor session) {
        TransactionBuffer buffer = transactions.existingBuffer(session);
        return new BatchStart(transactions, session, buffer == null ? 0 : buffer.recorded());
    }

    /** The batch failed. */
    void failed(RuntimeException failure) {
        TransactionBuffer buffer = transactions.existingBuffer(session);
        if (buffer != null) {
            buffer.batchFailed(recorded, failure);
        }
    }
}
