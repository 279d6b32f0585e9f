package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Threshold;
import java.util.List;

/**
 * What one account looked like after something was recorded in it. Immutable.
 *
 * @param account the account
 * @param after its totals with this posting, and possibly with others that came at the same time
 * @param reached the lines that are told by this posting and by no other, in whichever process; the lowest first
 * @param round how often the account's lines were armed, this time included: 1, and one more each time that a refund, a
 *     credit or another limit left spend and holds below a line that had been told
 */
public record Posting(Account account, Totals after, List<Threshold> reached, int round) {
    /** Keeps a copy. */
    public Posting {
        reached = List.copyOf(reached);
    }
}
