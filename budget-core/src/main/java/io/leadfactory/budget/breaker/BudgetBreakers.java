package io.leadfactory.budget.breaker;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.Attention;
import io.leadfactory.budget.reserve.ReserveObserver;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The breakers of a monitor's budgets. Thread-safe. */
public final class BudgetBreakers implements ReserveObserver {
    private final Map<String, BudgetBreaker> breakers = new LinkedHashMap<>();

    /**
     * One breaker for each budget, closed.
     *
     * @param budgets the budgets
     * @param alerts where events go
     * @param clock what tells the time
     */
    public BudgetBreakers(Collection<Budget> budgets, Alerts alerts, Clock clock) {
        for (Budget budget : budgets) {
            breakers.put(budget.name(), new BudgetBreaker(budget, alerts, clock));
        }
    }

    /**
     * {@return the breaker of a budget}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if there is none of that name
     */
    public CircuitBreaker<Object> breaker(String budget) {
        BudgetBreaker breaker = breakers.get(budget);
        if (breaker == null) {
            throw new UnknownBudgetException(budget, breakers.keySet());
        }
        return breaker.failsafe();
    }

    @Override
    public void granted(Posting posting) {
        of(posting.account()).note(posting.account(), posting.after(), BudgetBreaker.Sign.GRANTED, 0);
    }

    @Override
    public void refused(Account account, Totals totals, long units) {
        of(account).note(account, totals, BudgetBreaker.Sign.REFUSED, units);
    }

    @Override
    public void settled(Posting posting, Settlement settlement) {
        of(posting.account()).note(posting.account(), posting.after(), BudgetBreaker.Sign.SEEN, 0);
    }

    @Override
    public void adjusted(Posting posting, Adjustment adjustment) {
        tended(posting);
    }

    @Override
    public void tended(Posting posting) {
        of(posting.account()).note(posting.account(), posting.after(), BudgetBreaker.Sign.SEEN, 0);
    }

    @Override
    public void seen(Account account, Totals totals) {
        of(account).note(account, totals, BudgetBreaker.Sign.SEEN, 0);
    }

    @Override
    public void attend(String budget, Attention attention) {
        BudgetBreaker breaker = breakers.get(budget);
        if (breaker != null) {
            breaker.attend(attention);
        }
    }

    private BudgetBreaker of(Account account) {
        BudgetBreaker breaker = breakers.get(account.budget().name());
        if (breaker == null) {
            throw new UnknownBudgetException(account.budget().name(), breakers.keySet());
        }
        return breaker;
    }
}
