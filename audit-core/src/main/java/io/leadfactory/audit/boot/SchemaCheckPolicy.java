package io.leadfactory.audit.boot;

/** What to do when the audit table is missing, or of an older schema version. */
public enum SchemaCheckPolicy {
    /** The session factory is not built. */
    FAIL,
    /** A warning is logged. */
    WARN,
    /** The table is not looked at. */
    OFF
}
