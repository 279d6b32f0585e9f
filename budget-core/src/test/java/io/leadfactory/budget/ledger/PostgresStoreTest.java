package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;

class PostgresStoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.POSTGRESQL;
    }
}
