package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;
import javax.sql.DataSource;

/** With the database up. */
class MariaDbOpenStoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.MARIADB;
    }

    @Override
    BudgetStore in(DataSource dataSource) {
        return BudgetStore.jdbc(dataSource, DownPolicy.openUpTo("1"));
    }
}
