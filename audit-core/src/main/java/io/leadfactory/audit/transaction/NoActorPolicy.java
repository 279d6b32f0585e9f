package io.leadfactory.audit.transaction;

/** What to do with an event when no context is open or the one that is open names no actor. */
public enum NoActorPolicy {
    /** Refuse the operation. */
    REFUSE,
    /** Record the actor that {@value TransactionSettings#SYSTEM_ACTOR} names; whatever else the context says is kept. */
    SYSTEM
}
