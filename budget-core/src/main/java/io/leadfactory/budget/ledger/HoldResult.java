package io.leadfactory.budget.ledger;

import java.util.List;

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
}
