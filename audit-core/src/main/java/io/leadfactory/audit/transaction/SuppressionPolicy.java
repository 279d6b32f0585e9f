package io.leadfactory.audit.transaction;

/** Whether the application may suppress the events of entities. */
public enum SuppressionPolicy {
    /** It may, and says why; how much was suppressed is recorded. */
    ALLOW,
    /** It may not. */
    REFUSE
}
