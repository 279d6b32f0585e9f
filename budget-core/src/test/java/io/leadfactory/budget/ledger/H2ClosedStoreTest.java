package io.leadfactory.budget.ledger;

import io.leadfactory.budget.Database;
import javax.sql.DataSource;

/** With the database up. */
class H2ClosedStoreTest extends JdbcStoreContract {
    @Override
    Database.Kind kind() {
        return Database.Kind.H2;
    }

    @Override
    BudgetStore in(DataSource dataSource) {
        return BudgetStore.jdbc(dataSource, DownPolicy.closed());
    }
}
