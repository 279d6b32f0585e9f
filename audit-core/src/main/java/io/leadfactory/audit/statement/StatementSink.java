package io.leadfactory.audit.statement;

import io.leadfactory.audit.event.AuditEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** Where the events of statements go. Thread-safe. */
public interface StatementSink {

    /**
     * Refuses what could not be recorded afterwards.
     *
     * @param action what is about to be done
     * @param subjectType to what
     * @param session the session that does it
     */
    void requireRecordable(String action, String subjectType, SharedSessionContractImplementor session);

    /**
     * {@return whether the rows of a statement would be recorded}
     *
     * @param session the session that executes it
     */
    boolean takesRows(SharedSessionContractImplementor session);

    /**
     * Records the event of a statement.
     *
     * @param session the session that executed it
     * @param entry what it did
     */
    void record(SharedSessionContractImplementor session, AuditEntry entry);

    /**
     * Records the change of one row.
     *
     * @param session the session that executed the statement
     * @param action what was done to the row
     * @param subjectType the row's subject type
     * @param subjectId the row's identifier
     * @param oldValues a JSON object, or null
     * @param newValues a JSON object, or null
     */
    void record(
            SharedSessionContractImplementor session,
            String action,
            String subjectType,
            String subjectId,
            @Nullable String oldValues,
            @Nullable String newValues);
}
