package io.leadfactory.audit.event;

/** A change of an audited entity, or an entry, came outside a transaction; it was not executed. */
public final class NoTransactionException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public NoTransactionException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public NoTransactionException(String message, Throwable cause) {
        super(message, cause);
    }
}
