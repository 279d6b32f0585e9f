package io.leadfactory.audit.capture;

/** What to do when an update, upsert or delete of a stateless session does not know what it replaces. */
public enum OldStatePolicy {
    /** Nothing: an update or upsert is recorded with the whole new state, a delete with what the given object holds. */
    NONE,
    /** The row is read before, by one SELECT for each, and the event names what really changed. */
    READ
}
