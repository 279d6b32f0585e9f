package io.leadfactory.budget.breaker;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.Adjustment;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Settlement;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownBudgetException;
import io.leadfactory.budget.reserve.Attention;
import io.leadfactory.budget.reserve.ReserveObserver;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The breakers of a monitor's budgets. Thread-safe. Those of budgets that are defined by their name are kept until the budget is
 * removed; those of a template's instances as long as somebody has the breaker, or the budget is at hand.
 */
public final class BudgetBreakers implements ReserveObserver {
    private final Map<String, BudgetBreaker> breakers = new ConcurrentHashMap<>();
    private final InstanceBreakers instances = new InstanceBreakers();
    private final Alerts alerts;
    private final Clock clock;

    /**
     * One breaker for each budget, closed.
     *
     * @param budgets the budgets; templates have none
     * @param alerts where events go
     * @param clock what tells the time
     */
    public BudgetBreakers(Collection<Budget> budgets, Alerts alerts, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
        budgets.stream().filter(budget -> budget.forEach().isEmpty()).forEach(this::keep);
    }

    /**
     * {@return the breaker of a budget; empty if it has none now}
     *
     * @param budget the name of the budget
     */
    public Optional<CircuitBreaker<Object>> find(String budget) {
        return Optional.ofNullable(of(budget)).map(BudgetBreaker::failsafe);
    }

    /**
     * {@return the breaker of a budget}
     *
     * @param budget the name of the budget
     * @throws UnknownBudgetException if it has none now
     */
    public CircuitBreaker<Object> breaker(String budget) {
        return find(budget).orElseThrow(() -> new UnknownBudgetException(budget, breakers.keySet()));
    }

    @Override
    public void granted(Posting posting) {
        note(posting.account(), posting.after(), BudgetBreaker.Sign.GRANTED, 0);
    }

    @Override
    public void refused(Account account, Totals totals, long units) {
        note(account, totals, BudgetBreaker.Sign.REFUSED, units);
    }

    @Override
    public void settled(Posting posting, Settlement settlement) {
        tended(posting);
    }

    @Override
    public void adjusted(Posting posting, Adjustment adjustment) {
        tended(posting);
    }

    @Override
    public void tended(Posting posting) {
        note(posting.account(), posting.after(), BudgetBreaker.Sign.SEEN, 0);
    }

    @Override
    public void seen(Account account, Totals totals) {
        note(account, totals, BudgetBreaker.Sign.SEEN, 0);
    }

    @Override
    public void attend(Budget budget, Attention attention) {
        BudgetBreaker kept = breakers.get(budget.name());
        BudgetBreaker breaker = kept != null ? kept : instances.get(budget, this::create);
        attention.keep(breaker);
        breaker.redefine(budget);
        breaker.attend(attention);
    }

    @Override
    public void defined(@Nullable Budget before, @Nullable Budget after, @Nullable Note note) {
        if (before != null && (after == null || isTemplate(before) != isTemplate(after))) {
            breakers.remove(before.name());
            instances.remove(before);
        }
        if (after != null && !isTemplate(after)) {
            keep(after);
        }
    }

    private void keep(Budget budget) {
        breakers.computeIfAbsent(budget.name(), name -> instances.get(budget, this::create));
    }

    private BudgetBreaker create(Budget budget) {
        return new BudgetBreaker(budget, alerts, clock);
    }

    private static boolean isTemplate(Budget budget) {
        return budget.forEach().isPresent();
    }

    private void note(Account account, Totals totals, BudgetBreaker.Sign sign, long wanted) {
        // A hold may end after its budget was removed, or an instance was forgotten: nobody has its breaker then.
        BudgetBreaker breaker = of(account.budget().name());
        if (breaker != null) {
            breaker.note(account, totals, sign, wanted);
        }
    }

    private @Nullable BudgetBreaker of(String budget) {
        BudgetBreaker kept = breakers.get(budget);
        return kept != null ? kept : instances.find(budget);
    }
}
