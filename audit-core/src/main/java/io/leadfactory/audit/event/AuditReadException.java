package io.leadfactory.audit.event;

/** Events could not be read; nothing was changed. */
public final class AuditReadException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditReadException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditReadException(String message, Throwable cause) {
        super(message, cause);
    }
}
