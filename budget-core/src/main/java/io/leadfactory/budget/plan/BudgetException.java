package io.leadfactory.budget.plan;

/** What everything in this library throws, except for bad arguments ({@link IllegalArgumentException}). */
public abstract class BudgetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message that says what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found, what to do
     */
    protected BudgetException(String message) {
        super(message);
    }

    /**
     * With a message as above and what lies behind it.
     *
     * @param message what was wanted, what was found, what to do
     * @param cause what lies behind it
     */
    protected BudgetException(String message, Throwable cause) {
        super(message, cause);
    }
}
