package io.leadfactory.audit.capture;

/** What to do with an event when no context is open. */
public enum NoActorPolicy {
    /** Refuse the operation. */
    REFUSE,
    /** Record the actor {@value AuditSettings#SYSTEM_ACTOR}. */
    SYSTEM
}
