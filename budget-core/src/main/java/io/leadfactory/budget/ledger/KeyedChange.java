package io.leadfactory.budget.ledger;

import java.util.List;

/**
 * A change by hand that was recorded with a key. Immutable.
 *
 * @param id the id of the change, as it is in the ledger
 * @param accounts where it is recorded: in the period of that time
 */
public record KeyedChange(ReservationId id, List<Account> accounts) {
    /** Keeps a copy. */
    public KeyedChange {
        accounts = List.copyOf(accounts);
    }
}
