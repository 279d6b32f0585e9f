package io.leadfactory.budget.metrics;

import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.BudgetListener;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts, for each budget, what was granted, refused and overrun in this process since its start. Thread-safe.
 *
 * <p>As a listener of the monitor it hears of every overrun and every unpriced call that passed. Grants and refusals are no events, so it counts those that are
 * asked for through {@link #counting}; what else is asked of the monitor it does not see. A grant counts in every budget
 * that holds it, a refusal in the one that refused, and a request that is repeated by its key in none.
 */
public final class BudgetCounts implements BudgetListener {
    private final Map<String, LongAdder> granted = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> overrun = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unpriced = new ConcurrentHashMap<>();
    private final Set<String> down = ConcurrentHashMap.newKeySet();
    private final List<Consumer<BudgetEvent.LimitChanged>> followers = new CopyOnWriteArrayList<>();

    /** With all counts at zero. */
    public BudgetCounts() {}

    /**
     * {@return the same function, counted}
     *
     * @param reserve what reserves: {@code monitor::tryReserve}
     */
    public Function<Spend, Decision> counting(Function<? super Spend, Decision> reserve) {
        if (reserve == null) {
            throw new IllegalArgumentException("reserve must not be null: give monitor::tryReserve");
        }
        return spend -> {
            Decision decision = reserve.apply(spend);
            if (decision instanceof Decision.Refused refusal) {
                add(refused, refusal.budget().name());
            } else if (!decision.isRepeated()) {
                decision.reservation().budgets().forEach(budget -> add(granted, budget));
            }
            return decision;
        };
    }

    @Override
    public void hear(BudgetEvent event) {
        if (event instanceof BudgetEvent.Overrun) {
            add(overrun, event.budget());
        } else if (event instanceof BudgetEvent.UnpricedPassed) {
            add(unpriced, event.budget());
        } else if (event instanceof BudgetEvent.LedgerDown) {
            down.add(event.budget());
        } else if (event instanceof BudgetEvent.LedgerBack) {
            down.remove(event.budget());
        } else if (event instanceof BudgetEvent.LimitChanged changed) {
            if (changed.afterOrNull() == null) {
                down.remove(event.budget());
            }
            followers.forEach(each -> each.accept(changed));
        }
    }

    /** Who is told of other definitions. */
    void follow(Consumer<BudgetEvent.LimitChanged> follower) {
        followers.add(follower);
    }

    /**
     * {@return how many reservations it was granted}
     *
     * @param budget the name of the budget
     */
    public long granted(String budget) {
        return sum(granted, budget);
    }

    /**
     * {@return how many reservations it refused}
     *
     * @param budget the name of the budget
     */
    public long refused(String budget) {
        return sum(refused, budget);
    }

    /**
     * {@return how many calls cost more than they had reserved in it}
     *
     * @param budget the name of the budget
     */
    public long overrun(String budget) {
        return sum(overrun, budget);
    }

    /**
     * {@return how many calls passed in it whose cost nobody knew}
     *
     * @param budget the name of the budget
     */
    public long unpriced(String budget) {
        return sum(unpriced, budget);
    }

    /**
     * {@return whether its ledger can be reached, as far as this process was told}
     *
     * @param budget the name of the budget
     */
    public boolean isLedgerUp(String budget) {
        return !down.contains(budget);
    }

    private static void add(Map<String, LongAdder> counts, String budget) {
        counts.computeIfAbsent(budget, name -> new LongAdder()).increment();
    }

    private static long sum(Map<String, LongAdder> counts, String budget) {
        LongAdder count = counts.get(budget);
        return count == null ? 0 : count.sum();
    }
}
