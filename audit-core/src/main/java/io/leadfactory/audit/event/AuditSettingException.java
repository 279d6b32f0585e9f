package io.leadfactory.audit.event;

/** A setting {@code leadfactory.audit.*} has a name or a value that is not known; the session factory is not built. */
public final class AuditSettingException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditSettingException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}
