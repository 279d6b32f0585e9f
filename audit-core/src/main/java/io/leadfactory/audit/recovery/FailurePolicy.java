package io.leadfactory.audit.recovery;

/** What to do when events cannot be written. */
public enum FailurePolicy {
    /** No audit, no change: the transaction is rolled back. */
    ROLLBACK,
    /**
     * The transaction goes on: a savepoint guards it, and its events wait in the spool until they can be stored. If the spool
     * cannot keep them either, this is {@link #ROLLBACK}.
     */
    CONTINUE
}
