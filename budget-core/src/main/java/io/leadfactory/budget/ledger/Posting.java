package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.BudgetStatus;

/**
 * What one account looked like after something was recorded in it. Immutable.
 *
 * @param account the account
 * @param after its totals with this posting, and possibly with others that came at the same time
 * @param announcedBefore the highest status that the account had ever reached before
 * @param announcedAfter the same afterwards; what lies between the two is reported by this posting and by no other, in
 *     whichever process
 */
public record Posting(Account account, Totals after, BudgetStatus announcedBefore, BudgetStatus announcedAfter) {}
