package io.leadfactory.audit.statement;

/** What to do about a native statement that changes a table of an audited entity. */
public enum NativeMode {
    /** It is recorded, with its SQL and its row count. */
    EVENT,
    /** The log warns of it; nothing is recorded. */
    WARN,
    /** Nothing happens. */
    IGNORE
}
