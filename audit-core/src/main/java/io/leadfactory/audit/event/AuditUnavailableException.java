package io.leadfactory.audit.event;

/** There is no audit trail to work with: it is switched off, or its session factory is closed. */
public final class AuditUnavailableException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditUnavailableException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
