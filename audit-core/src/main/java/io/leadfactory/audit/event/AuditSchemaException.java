package io.leadfactory.audit.event;

/** The audit table is not there, or of an older schema version than this library writes; the session factory is not built. */
public final class AuditSchemaException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditSchemaException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
