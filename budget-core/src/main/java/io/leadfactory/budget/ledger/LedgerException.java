package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.BudgetException;

/**
 * The ledger could not be read or written: no database, no table, no permission, or entries that contradict each other.
 * Unless the message says otherwise nothing was recorded, and the operation can be tried again.
 */
public final class LedgerException extends BudgetException {
    private static final long serialVersionUID = 1L;

    /** How far the operation came. */
    enum Reach {
        /** The database answered, or was not asked. */
        ANSWERED,
        /** The database could not be reached, and nothing was recorded. */
        UNREACHED,
        /** The answer to a commit was lost: either everything was recorded or nothing. */
        UNCLEAR
    }

    /** How far it came. */
    private final Reach reach;

    /**
     * With a message that says what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found, what to do
     */
    public LedgerException(String message) {
        super(message);
        this.reach = Reach.ANSWERED;
    }

    /**
     * With a message as above and what the database said.
     *
     * @param message what was wanted, what was found, what to do
     * @param cause what lies behind it
     */
    public LedgerException(String message, Throwable cause) {
        this(message, cause, Reach.ANSWERED);
    }

    LedgerException(String message, Throwable cause, Reach reach) {
        super(message, cause);
        this.reach = reach;
    }

    /** {@return whether it says that the database is down} */
    boolean isOutage() {
        return reach != Reach.ANSWERED;
    }

    /** {@return whether the operation may have been recorded all the same} */
    boolean isUnclear() {
        return reach == Reach.UNCLEAR;
    }
}
