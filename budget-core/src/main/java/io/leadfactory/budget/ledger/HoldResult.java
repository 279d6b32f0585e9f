package io.leadfactory.budget.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a try to hold an amount ended. */
public sealed interface HoldResult {
    /**
     * Every account had room, and each has a HOLD entry now.
     *
     * @param reservation whose hold it is
     * @param postings one for each account, in the order given
     */
    record Held(ReservationId reservation, List<Posting> postings) implements HoldResult {
        /** Keeps a copy. */
        public Held {
            postings = List.copyOf(postings);
        }
    }

    /**
     * An account had too little room, and nothing was recorded in any.
     *
     * @param account the first that had too little
     * @param totals what it stood at
     */
    record Lacking(Account account, Totals totals) implements HoldResult {}

    /**
     * An account must be {@linkplain BudgetStore#tend tended} first, and nothing was recorded in any.
     *
     * @param account the first that must be
     */
    record Due(Account account) implements HoldResult {}

    /**
     * The same request was granted before, by its key, and nothing was recorded now.
     *
     * @param reservation the id of the hold that was granted then
     * @param units its amount, in nano-units
     * @param accounts where it is held: in the periods of that time
     * @param at when it was granted
     * @param endedOrNull how it ended; null if it has not
     */
    record Repeated(
            ReservationId reservation,
            long units,
            List<Account> accounts,
            Instant at,
            @Nullable Settlement endedOrNull) implements HoldResult {
        /** Keeps a copy. */
        public Repeated {
            accounts = List.copyOf(accounts);
        }
    }
}
