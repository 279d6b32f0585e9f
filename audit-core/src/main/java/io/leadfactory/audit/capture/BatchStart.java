package io.leadfactory.audit.capture;

import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** How much a transaction had recorded when a JDBC batch was begun: what comes later may be in the batch. Immutable. */
final class BatchStart {
    private final Recorder recorder;
    private final SharedSessionContractImplementor session;
    private final int recorded;

    private BatchStart(Recorder recorder, SharedSessionContractImplementor session, int recorded) {
        this.recorder = recorder;
        this.session = session;
        this.recorded = recorded;
    }

    /** Now, or null if the session has no trail. */
    static @Nullable BatchStart now(JdbcCoordinator coordinator) {
        if (!(coordinator.getJdbcSessionOwner() instanceof SharedSessionContractImplementor session)) {
            return null;
        }
        Recorder recorder = Recorders.find(session.getFactory());
        if (recorder == null) {
            return null;
        }
        TransactionBuffer buffer = recorder.existingBuffer(session);
        return new BatchStart(recorder, session, buffer == null ? 0 : buffer.recorded());
    }

    /** The batch failed. */
    void failed(RuntimeException failure) {
        TransactionBuffer buffer = recorder.existingBuffer(session);
        if (buffer != null) {
            buffer.batchFailed(recorded, failure);
        }
    }
}
