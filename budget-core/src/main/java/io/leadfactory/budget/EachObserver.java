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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one, told in order. */
record EachObserver(List<ReserveObserver> observers) implements ReserveObserver {
    @Override
    public void granted(Posting posting) {
        observers.forEach(each -> each.granted(posting));
    }

    @Override
    public void passedUnpriced(Posting posting, ReservationId reservation) {
        observers.forEach(each -> each.passedUnpriced(posting, reservation));
    }

    @Override
    public void refused(Account account, Totals totals, long units) {
        observers.forEach(each -> each.refused(account, totals, units));
    }

    @Override
    public void settled(Posting posting, Settlement settlement) {
        observers.forEach(each -> each.settled(posting, settlement));
    }

    @Override
    public void adjusted(Posting posting, Adjustment adjustment) {
        observers.forEach(each -> each.adjusted(posting, adjustment));
    }

    @Override
    public void tended(Posting posting) {
        observers.forEach(each -> each.tended(posting));
    }

    @Override
    public void seen(Account account, Totals totals) {
        observers.forEach(each -> each.seen(account, totals));
    }

    @Override
    public void defined(@Nullable Budget before, @Nullable Budget after, @Nullable Note note) {
        observers.forEach(each -> each.defined(before, after, note));
    }

    @Override
    public void ledgerDown(String budget) {
        observers.forEach(each -> each.ledgerDown(budget));
    }

    @Override
    public void ledgerBack(String budget, long spentUnits) {
        observers.forEach(each -> each.ledgerBack(budget, spentUnits));
    }

    @Override
    public void unrecorded(Account account, Settlement settlement, LedgerException reason) {
        observers.forEach(each -> each.unrecorded(account, settlement, reason));
    }

    @Override
    public void attend(Budget budget, Attention attention) {
        observers.forEach(each -> each.attend(budget, attention));
    }
}
