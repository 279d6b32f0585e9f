package io.leadfactory.budget.reserve;

import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.ledger.OutageListener;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.plan.Budget;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Passes on what a store tells of an outage, for the budgets that one engine has then. Thread-safe. That the ledger is down and
 * back is told once for each template, since it may have very many instances: with what all of them spent.
 *
 * @param definitions what is defined now
 * @param observer who hears it
 */
record OutageWatch(Supplier<Definitions> definitions, ReserveObserver observer) implements OutageListener {
    @Override
    public void down() {
        Definitions now = definitions.get();
        now.budgets().forEach(budget -> observer.ledgerDown(budget.name()));
        now.templates().forEach(template -> observer.ledgerDown(template.name()));
    }

    @Override
    public void back(Map<String, Long> spent) {
        Definitions now = definitions.get();
        for (Budget budget : now.budgets()) {
            observer.ledgerBack(budget.name(), spent.getOrDefault(budget.name(), 0L));
        }
        for (Budget template : now.templates()) {
            long all = spent.entrySet().stream()
                    .filter(each -> now.isInstance(each.getKey(), template))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            observer.ledgerBack(template.name(), all);
        }
    }

    @Override
    public boolean posted(Posting posting) {
        boolean known = isKnown(posting.account());
        if (known) {
            observer.tended(posting);
        }
        return known;
    }

    @Override
    public boolean unrecorded(Account account, Settlement settlement, LedgerException reason) {
        boolean known = isKnown(account);
        if (known) {
            observer.unrecorded(account, settlement, reason);
        }
        return known;
    }

    private boolean isKnown(Account account) {
        return definitions.get().budget(account.budget().name()).isPresent();
    }
}
