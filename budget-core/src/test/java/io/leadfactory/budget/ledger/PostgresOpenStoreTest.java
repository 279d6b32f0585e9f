package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;
import javax.sql.DataSource;

/** With the database up. */
class PostgresOpenStoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.POSTGRESQL;
    }

    @Override
    BudgetStore in(DataSource dataSource) {
        return BudgetStore.jdbc(dataSource, DownPolicy.openUpTo("1"));
    }
}
