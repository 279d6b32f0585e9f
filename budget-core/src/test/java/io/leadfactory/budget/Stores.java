package io.leadfactory.budget;

import io.leadfactory.budget.ledger.BudgetStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
            return in(Database.Kind.H2);
        }
    },
    POSTGRESQL {
        @Override
        public BudgetStore create() {
            return in(Database.Kind.POSTGRESQL);
        }
    },
    MARIADB {
        @Override
        public BudgetStore create() {
            return in(Database.Kind.MARIADB);
        }
    };

    /** A new store; on a database that is not selected the test is skipped. */
    public abstract BudgetStore create();

    private static final Queue<Database> OPEN = new ConcurrentLinkedQueue<>();

    private static BudgetStore in(Database.Kind kind) {
        Database database = Database.withTables(kind);
        OPEN.add(database);
        return BudgetStore.jdbc(database.dataSource());
    }

    /** Closes the databases of all stores that were created. */
    static void closeAll() {
        for (Database database = OPEN.poll(); database != null; database = OPEN.poll()) {
            database.close();
        }
    }
}
