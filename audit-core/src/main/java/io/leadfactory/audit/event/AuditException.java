package io.leadfactory.audit.event;

/** The base of all that the audit trail throws, apart from {@link IllegalArgumentException} for arguments. */
public class AuditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
