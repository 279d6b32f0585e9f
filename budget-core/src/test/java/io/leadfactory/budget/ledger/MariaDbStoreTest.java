package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;

class MariaDbStoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.MARIADB;
    }
}
