package io.leadfactory.audit.event;

/** Nobody is named as the actor and the policy is to refuse such events; the operation was not executed. */
public final class NoActorException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public NoActorException(String message) {
        super(message);
    }

    /**
     * Creates the exception with what was wanted, what was found and what to do, and what caused it.
     *
     * @param message what was wanted, what was found and what to do
     * @param cause what caused it
     */
    public NoActorException(String message, Throwable cause) {
        super(message, cause);
    }
}
