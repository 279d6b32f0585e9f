package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;

/** A call whose cost nobody knows before, of a monitor that refuses such calls. Nothing is held. */
public final class UnpricedSpendException extends BudgetException {
    private static final long serialVersionUID = 1L;

    UnpricedSpendException() {
        super(
                "cannot reserve for an unpriced call: this monitor refuses calls whose cost nobody knows before; reserve an"
                        + " upper bound with Spend.of(..), or build the monitor with unpriced(UnpricedPolicy.assume(..)) or"
                        + " unpriced(UnpricedPolicy.letPass())");
    }
}
