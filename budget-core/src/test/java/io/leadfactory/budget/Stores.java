package io.leadfactory.budget;

import io.leadfactory.budget.ledger.BudgetStore;

/** The stores on which a behaviour is tested. */
public enum Stores {
    MEMORY {
        @Override
        public BudgetStore create() {
            return BudgetStore.inMemory();
        }
    },
    H2 {
        @Override
        public BudgetStore create() {
            return BudgetStore.jdbc(Database.withTables().dataSource());
        }
    };

    public abstract BudgetStore create();
}
