package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import org.jspecify.annotations.Nullable;

/**
 * Hears what the engine did to an account, on the thread that did it and after it is recorded. Thread-safe. Must not
 * throw; a call that concerns several budgets is told once for each.
 *
 * <p>Reservations are all heard. Of the calls of a {@link BudgetLine} whose room is granted to this process, those are heard
 * that reach a line, cost more than their hold, or are refused from the warn line on, and those that an {@link Attention} asks
 * for.
 */
public interface ReserveObserver {
    /**
     * A hold was granted.
     *
     * @param posting what was recorded, and the totals after it
     */
    void granted(Posting posting);

    /**
     * An unpriced call passed, uncharged unless its cost is told; {@link #granted} is called as well.
     *
     * @param posting what was recorded, and the totals after it
     * @param reservation the id of its hold
     */
    default void passedUnpriced(Posting posting, ReservationId reservation) {}

    /**
     * A hold was refused for lack of room in this account, which stands at these totals.
     *
     * @param account the account
     * @param totals the totals
     * @param units the amount that was refused, in nano-units
     */
    void refused(Account account, Totals totals, long units);

    /**
     * A hold ended.
     *
     * @param posting what was recorded, and the totals after it
     * @param settlement how it ends
     */
    void settled(Posting posting, Settlement settlement);

    /**
     * The account was changed by hand: a refund, a credit, an override and the like.
     *
     * @param posting what was recorded, and the totals after it
     * @param adjustment the change
     */
    default void adjusted(Posting posting, Adjustment adjustment) {}

    /**
     * Time or another definition changed what applies to the account, such as an override that is over.
     *
     * @param posting the totals, and the lines that are reached by it
     */
    default void tended(Posting posting) {}

    /**
     * Somebody looked at the account.
     *
     * @param account the account
     * @param totals the totals
     */
    void seen(Account account, Totals totals);

    /**
     * The ledger cannot be reached; on a thread of the store.
     *
     * @param budget the name of the budget
     */
    default void ledgerDown(String budget) {}

    /**
     * The ledger answers again, and what happened meanwhile is recorded; on a thread of the store.
     *
     * @param budget the name of the budget
     * @param spentUnits what this process spent meanwhile, in nano-units
     */
    default void ledgerBack(String budget, long spentUnits) {}

    /**
     * The ledger will never take the end of a hold that was acknowledged while it was down; on a thread of the store.
     *
     * @param account the account, in which the hold stays counted
     * @param settlement how the hold was to end
     * @param reason why it does not
     */
    default void unrecorded(Account account, Settlement settlement, LedgerException reason) {}

    /**
     * A definition was added, replaced or removed. Told in the order of the changes: the next waits for it.
     *
     * @param before what was defined by that name; null if nothing was
     * @param after what is defined now; null if nothing is, in which case the other is not
     * @param note who changed it and why; null if nobody says
     */
    default void defined(@Nullable Budget before, @Nullable Budget after, @Nullable Note note) {}

    /**
     * Takes what says how much of a budget is to be heard; called for each budget before anything happens to it, and again when
     * it is defined anew or, of a template's instance, was forgotten and is used again.
     *
     * @param budget the budget
     * @param attention what to set, from now on
     */
    default void attend(Budget budget, Attention attention) {}
}
