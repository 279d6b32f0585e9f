package io.leadfactory.suite.benchmark.budget;

import io.leadfactory.suite.benchmark.database.DatabaseServer;
import io.leadfactory.suite.benchmark.database.VariantDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person writes who knows the trap: a conditional update and an insert into the ledger, prepared, in a transaction, on a
 * connection that each thread keeps. For each call two statements and a commit. Thread-safe if each thread uses its own number.
 */
final class HandLedger implements LedgerContender {
    private final VariantDatabase database;
    private final int budgets;
    private final List<Worker> workers = new ArrayList<>();

    /** For so many budgets that all cover the spend. */
    HandLedger(DatabaseServer server, int threads, int budgets) {
        this.budgets = budgets;
        database = server.open("hand", threads + 1);
        database.execute("create table account (name varchar(200) primary key, stop bigint not null,"
                + " spent bigint not null, held bigint not null)");
        database.execute("create table entry (reservation varchar(40) not null, step smallint not null,"
                + " name varchar(200) not null, held bigint not null, spent bigint not null, at bigint not null,"
                + " primary key (reservation, step, name))");
        database.execute("create index entry_by_account on entry (name, at)");
        for (int i = 0; i < budgets; i++) {
            database.execute("insert into account values ('budget" + i + "', 1000000000000000000, 0, 0)");
        }
        try {
            for (int i = 0; i < threads; i++) {
                workers.add(new Worker(i, database.dataSource().getConnection()));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot prepare the statements", failed);
        }
    }

    @Override
    public String name() {
        return budgets == 1 ? "hand-written" : "hand-written, %d budgets".formatted(budgets);
    }

    @Override
    public void reserveAndSettle(int thread) {
        try {
            workers.get(thread).reserveAndSettle();
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot reserve and settle", failed);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        database.close();
    }

    private final class Worker {
        private static final long HOLD = 100;
        private static final long ACTUAL = 70;

        private final int number;
        private final Connection connection;
        private final PreparedStatement hold;
        private final PreparedStatement settle;
        private final PreparedStatement entry;
        private long serial;

        Worker(int number, Connection connection) throws SQLException {
            this.number = number;
            this.connection = connection;
            connection.setAutoCommit(false);
            hold = connection.prepareStatement(
                    "update account set held = held + ? where name = ? and spent + held <= stop - ?");
            settle =
                    connection.prepareStatement("update account set held = held - ?, spent = spent + ? where name = ?");
            entry = connection.prepareStatement("insert into entry values (?, ?, ?, ?, ?, ?)");
        }

        void reserveAndSettle() throws SQLException {
            serial++;
            String reservation = "%016x-%d".formatted(number, serial);
            for (int i = 0; i < budgets; i++) {
                String name = "budget" + i;
                hold.setLong(1, HOLD);
                hold.setString(2, name);
                hold.setLong(3, HOLD);
                if (hold.executeUpdate() != 1) {
                    throw new IllegalStateException("no room in " + name);
                }
                enter(reservation, 0, name, HOLD, 0);
            }
            connection.commit();
            for (int i = 0; i < budgets; i++) {
                String name = "budget" + i;
                settle.setLong(1, HOLD);
                settle.setLong(2, ACTUAL);
                settle.setString(3, name);
                settle.executeUpdate();
                enter(reservation, 1, name, -HOLD, ACTUAL);
            }
            connection.commit();
        }

        private void enter(String reservation, int step, String name, long held, long spent) throws SQLException {
            entry.setString(1, reservation);
            entry.setInt(2, step);
            entry.setString(3, name);
            entry.setLong(4, held);
            entry.setLong(5, spent);
            entry.setLong(6, System.currentTimeMillis());
            entry.executeUpdate();
        }

        void close() {
            try {
                connection.rollback();
                connection.setAutoCommit(true);
                connection.close();
            } catch (SQLException failed) {
                throw new IllegalStateException("cannot give the connection back", failed);
            }
        }
    }
}
