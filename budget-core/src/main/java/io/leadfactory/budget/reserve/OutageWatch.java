package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.OutageListener;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Settlement;
import java.util.Map;
import java.util.Set;

/**
 * Passes on what a store tells of an outage, for the budgets of one engine. Thread-safe.
 *
 * @param budgets the names of the budgets
 * @param observer who hears it
 */
record OutageWatch(Set<String> budgets, ReserveObserver observer) implements OutageListener {
    @Override
    public void down() {
        budgets.forEach(observer::ledgerDown);
    }

    @Override
    public void back(Map<String, Long> spent) {
        budgets.forEach(budget -> observer.ledgerBack(budget, spent.getOrDefault(budget, 0L)));
    }

    @Override
    public boolean posted(Posting posting) {
        boolean known = budgets.contains(posting.account().budget().name());
        if (known) {
            observer.tended(posting);
        }
        return known;
    }

    @Override
    public boolean unrecorded(Account account, Settlement settlement, LedgerException reason) {
        boolean known = budgets.contains(account.budget().name());
        if (known) {
            observer.unrecorded(account, settlement, reason);
        }
        return known;
    }
}
