package io.leadfactory.audit.render;

/** Which entities are audited if nothing is declared for them. */
public enum AuditMode {
    /** Those that are {@link io.leadfactory.audit.event.Auditable}. */
    ANNOTATED,
    /** All but those that are {@link io.leadfactory.audit.event.AuditIgnore}. */
    ALL
}
