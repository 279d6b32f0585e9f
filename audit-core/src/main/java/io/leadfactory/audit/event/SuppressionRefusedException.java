package io.leadfactory.audit.event;

/** Events are not to be suppressed, by the policy for that; nothing was executed. */
public final class SuppressionRefusedException extends AuditException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception with what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found and what to do
     */
    public SuppressionRefusedException(String message) {
        super(message);
    }
}
