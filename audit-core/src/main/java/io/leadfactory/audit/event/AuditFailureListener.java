package io.leadfactory.audit.event;

/**
 * Hears what goes wrong with the trail, besides the log. Must be thread-safe.
 *
 * <p>It is called by the thread on which the failure happened, in the middle of its transaction, so it must be quick and
 * leave the transaction alone. What it throws is logged and goes no further.
 */
@FunctionalInterface
public interface AuditFailureListener {

    /**
     * Hears of a failure.
     *
     * @param failure what went wrong
     */
    void onFailure(AuditFailure failure);
}
