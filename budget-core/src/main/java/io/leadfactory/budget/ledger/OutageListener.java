package io.leadfactory.budget.ledger;

import java.util.Map;

/**
 * Hears of an outage, on a thread of the store. Thread-safe; must not throw. Of several who listen to one store, each hears that
 * the ledger is down and back; of an account the first hears that knows its budget.
 */
public interface OutageListener {
    /** The database cannot be reached. */
    void down();

    /**
     * The ledger answers again, and what happened meanwhile is recorded.
     *
     * @param spent what this process spent meanwhile, by the budget's name, in nano-units
     */
    void back(Map<String, Long> spent);

    /**
     * Something was recorded later than it happened.
     *
     * @param posting the account, and the lines that are reached by it
     * @return whether the budget is known
     */
    boolean posted(Posting posting);

    /**
     * The ledger will never take the end of a hold, which was acknowledged while it was down: the hold stays counted.
     *
     * @param account the account
     * @param settlement how the hold was to end
     * @param reason why it does not
     * @return whether the budget is known
     */
    boolean unrecorded(Account account, Settlement settlement, LedgerException reason);
}
