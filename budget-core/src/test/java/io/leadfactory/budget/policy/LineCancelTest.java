package io.leadfactory.budget.policy;

import io.leadfactory.budget.ledger.BudgetStore;

/** Of calls that hold a ticket of a line. */
class LineCancelTest extends CancelContract {
    LineCancelTest() {
        super(new PolicyWatch(BudgetStore.inMemory(), true));
    }
}
