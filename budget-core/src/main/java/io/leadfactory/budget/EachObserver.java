package io.leadfactory.budget;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Attention;
import io.leadfactory.budget.reserve.ReserveObserver;
import org.jspecify.annotations.Nullable;

/** Two observers as one, told in order. */
record EachObserver(ReserveObserver first, ReserveObserver second) implements ReserveObserver {
    @Override
    public void granted(Posting posting) {
        first.granted(posting);
        second.granted(posting);
    }

    @Override
    public void passedUnpriced(Posting posting, ReservationId reservation) {
        first.passedUnpriced(posting, reservation);
        second.passedUnpriced(posting, reservation);
    }

    @Override
    public void refused(Account account, Totals totals, long units) {
        first.refused(account, totals, units);
        second.refused(account, totals, units);
    }

    @Override
    public void settled(Posting posting, Settlement settlement) {
        first.settled(posting, settlement);
        second.settled(posting, settlement);
    }

    @Override
    public void adjusted(Posting posting, Adjustment adjustment) {
        first.adjusted(posting, adjustment);
        second.adjusted(posting, adjustment);
    }

    @Override
    public void tended(Posting posting) {
        first.tended(posting);
        second.tended(posting);
    }

    @Override
    public void seen(Account account, Totals totals) {
        first.seen(account, totals);
        second.seen(account, totals);
    }

    @Override
    public void defined(@Nullable Budget before, @Nullable Budget after, @Nullable Note note) {
        first.defined(before, after, note);
        second.defined(before, after, note);
    }

    @Override
    public void ledgerDown(String budget) {
        first.ledgerDown(budget);
        second.ledgerDown(budget);
    }

    @Override
    public void ledgerBack(String budget, long spentUnits) {
        first.ledgerBack(budget, spentUnits);
        second.ledgerBack(budget, spentUnits);
    }

    @Override
    public void unrecorded(Account account, Settlement settlement, LedgerException reason) {
        first.unrecorded(account, settlement, reason);
        second.unrecorded(account, settlement, reason);
    }

    @Override
    public void attend(Budget budget, Attention attention) {
        first.attend(budget, attention);
        second.attend(budget, attention);
    }
}
