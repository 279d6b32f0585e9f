package io.leadfactory.budget.reserve;

import io.leadfactory.budget.plan.BudgetException;

/** A budget had too little room for a spend. */
public final class BudgetRefusedException extends BudgetException {
    private static final long serialVersionUID = 1L;

    private final transient Decision.Refused refusal;

    /**
     * For a refusal.
     *
     * @param refusal which budget refused, and why
     */
    public BudgetRefusedException(Decision.Refused refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    /** {@return which budget refused, what is left in it, and from when it may work again} Not serialized. */
    public Decision.Refused refusal() {
        return refusal;
    }
}
