package io.leadfactory.budget.ledger;

import io.leadfactory.budget.slice.Slice;
import java.time.Instant;

/**
 * Room of an account that this process spends alone, without asking the store, until it settles. Thread-safe. What the
 * slice holds and spends counts in the account at once; what the ledger keeps of it are settlements, each the sum of what
 * happened since the one before.
 */
public interface Grant {
    /** {@return the account whose room it is} */
    Account account();

    /** {@return the room} */
    Slice slice();

    /**
     * Records the highest status that the account has reached, once for each.
     *
     * @return what the account stands at, and between which two statuses it rose for this caller alone
     */
    Posting announce();

    /**
     * Writes what tickets spent and hold since the last settlement into the ledger, as one entry; nothing if that is
     * nothing.
     *
     * @param at when, kept to the millisecond
     */
    void settle(Instant at);
}
