package io.leadfactory.audit.event;

/** Events could not be written; the transaction that they belong to is rolled back. */
public final class AuditWriteException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public AuditWriteException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public AuditWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
