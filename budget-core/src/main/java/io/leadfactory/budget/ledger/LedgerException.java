package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.BudgetException;

/**
 * The ledger could not be read or written: no database, no table, no permission, or entries that contradict each other.
 * Unless the message says otherwise nothing was recorded, and the operation can be tried again.
 */
public final class LedgerException extends BudgetException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message that says what was wanted, what was found and what to do.
     *
     * @param message what was wanted, what was found, what to do
     */
    public LedgerException(String message) {
        super(message);
    }

    /**
     * With a message as above and what the database said.
     *
     * @param message what was wanted, what was found, what to do
     * @param cause what lies behind it
     */
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
