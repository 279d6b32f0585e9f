package io.leadfactory.audit.transaction;

/** What a flush has told and what becomes drafts when it ends. For one thread at a time, as the session. */
public interface Unfinished {

    /** Makes drafts of it: a flush has ended, or the batch is about to be written. */
    void finish();

    /** Forgets it: the transaction has ended. */
    void clear();
}
