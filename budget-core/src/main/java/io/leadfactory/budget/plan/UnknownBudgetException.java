package io.leadfactory.budget.plan;

import java.util.Collection;
import java.util.TreeSet;

/** Somebody asked for a budget that nobody defined. */
public final class UnknownBudgetException extends BudgetException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    /**
     * For the name that was asked for, and the names that there are.
     *
     * @param name the name that was asked for
     * @param known the names that are defined
     */
    public UnknownBudgetException(String name, Collection<String> known) {
        super("no budget is named \"%s\": defined are %s%s"
                .formatted(
                        name,
                        new TreeSet<>(known).stream().limit(SHOWN).toList(),
                        known.size() > SHOWN ? " and %d more".formatted(known.size() - SHOWN) : ""));
    }
}
