package io.leadfactory.budget.breaker;

import io.leadfactory.budget.plan.Budget;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Breakers by the name of their budget, each as long as somebody else holds it. Thread-safe. A breaker is held by whoever was
 * given it, and by what the engine has at hand of its budget.
 */
final class InstanceBreakers {
    private static final class Named extends WeakReference<BudgetBreaker> {
        private final String name;

        Named(String name, BudgetBreaker breaker, ReferenceQueue<BudgetBreaker> gone) {
            super(breaker, gone);
            this.name = name;
        }
    }

    private final Map<String, Named> breakers = new ConcurrentHashMap<>();
    private final ReferenceQueue<BudgetBreaker> gone = new ReferenceQueue<>();

    @Nullable
    BudgetBreaker find(String name) {
        Named named = breakers.get(name);
        return named == null ? null : named.get();
    }

    /** The one that is there, or a new one. */
    BudgetBreaker get(Budget budget, Function<Budget, BudgetBreaker> make) {
        forgetGone();
        BudgetBreaker found = find(budget.name());
        if (found != null) {
            return found;
        }
        BudgetBreaker[] taken = new BudgetBreaker[1];
        breakers.compute(budget.name(), (name, named) -> {
            BudgetBreaker there = named == null ? null : named.get();
            taken[0] = there == null ? make.apply(budget) : there;
            return there == null || named == null ? new Named(name, taken[0], gone) : named;
        });
        return taken[0];
    }

    /** That of the budget, or those of a template's instances. */
    void remove(Budget budget) {
        breakers.remove(budget.name());
        if (budget.forEach().isPresent()) {
            int slash = budget.name().length();
            breakers.keySet().removeIf(name -> name.lastIndexOf('/') == slash && name.startsWith(budget.name()));
        }
    }

    private void forgetGone() {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            if (each instanceof Named named) {
                breakers.remove(named.name, named);
            }
        }
    }
}
