package io.leadfactory.audit.capture;

/** What to do when events cannot be written. */
public enum FailurePolicy {
    /** No audit, no change: the transaction is rolled back. */
    ROLLBACK
}
