package io.leadfactory.audit.event;

/** A page token is damaged, or belongs to another query. */
public final class PageTokenException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public PageTokenException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public PageTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
