package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;

/**
 * Hears what the engine did to an account, on the thread that did it and after it is recorded. Thread-safe. Must not
 * throw; a call that concerns several budgets is told once for each.
 */
public interface ReserveObserver {
    /** A hold was granted. */
    void granted(Posting posting);

    /** A hold was refused for lack of room in this account, which stands at these totals. */
    void refused(Account account, Totals totals, long units);

    /** A hold ended. */
    void settled(Posting posting, Settlement settlement);

    /** Somebody looked at the account. */
    void seen(Account account, Totals totals);
}
