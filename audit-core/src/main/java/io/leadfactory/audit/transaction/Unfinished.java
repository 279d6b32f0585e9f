package io.leadfactory.audit.transaction;

import org.hibernate.engine.spi.SharedSessionContractImplementor;

/** What a flush has told and what becomes drafts when it ends. For one thread at a time, as the session. */
public interface Unfinished {

    /**
     * Makes drafts of what this session has told, whose flush has ended.
     *
     * @param session the session, which may share the transaction with others
     */
    void finish(SharedSessionContractImplementor session);

    /** Makes drafts of all of it: the batch is about to be written. */
    void finish();

    /** Forgets it: the transaction has ended. */
    void clear();
}
