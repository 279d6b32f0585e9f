package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;

class H2StoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.H2;
    }
}
