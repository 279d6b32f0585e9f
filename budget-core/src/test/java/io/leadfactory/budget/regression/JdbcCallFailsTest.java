package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rollback that failed was followed by taking auto-commit back, which commits: half of a refused hold stayed. And a
 * connection that could not be given back made a recorded hold look like a failed one.
 */
class JdbcCallFailsTest {
    private static final Spend BOTH = Spend.of("5");

    @Test
    void tryReserve_secondBudgetRefusesAndRollbackFails_holdsNothingInTheFirst() {
        try (Database database = Database.withTables()) {
            FailingCalls calls = new FailingCalls(database.dataSource());
            BudgetMonitor monitor = monitor(calls, "a", "b", "2");

            calls.fail(false, method -> method.getName().equals("rollback"));
            Decision decision = monitor.tryReserve(BOTH);
            calls.heal();

            assertThat(decision.isGranted()).isFalse();
            assertThat(calls.failures()).isPositive();
            assertThat(monitor.balance("a").held()).isZero();
            assertThat(monitor.entries("a")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reserveAndCommit_connectionCannotBeGivenBack_areDoneAllTheSame(boolean done) {
        try (Database database = Database.withTables()) {
            FailingCalls calls = new FailingCalls(database.dataSource());
            BudgetMonitor monitor = monitor(calls, "a", "b", "100");

            calls.fail(
                    done,
                    method -> method.getName().equals("close")
                            && method.getDeclaringClass().getSimpleName().equals("Connection"));
            monitor.reserve(BOTH).commit(new BigDecimal("3"));
            calls.heal();

            assertThat(calls.failures()).isPositive();
            assertThat(monitor.balance("a").spent()).isEqualByComparingTo("3");
        }
    }

    /** Fails each call in turn, on its way to the database and on its way back. */
    @ParameterizedTest
    @CsvSource({"H2,true,40", "H2,false,40", "POSTGRESQL,true,20", "POSTGRESQL,false,20"})
    void anyCall_fails_leavesBothBudgetsTheSame(Database.Kind kind, boolean done, int atLeast) {
        int n = 0;
        try (Database database = Database.withTables(kind)) {
            boolean reached = true;
            while (reached) {
                n++;
                reached = failCall(database, n, done);
            }
        }
        assertThat(n).isGreaterThan(atLeast);
    }

    private static boolean failCall(Database database, int n, boolean done) {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls, "a" + n, "b" + n, "10");
        AtomicInteger left = new AtomicInteger(n);
        calls.fail(done, method -> left.decrementAndGet() == 0);

        tryReserve(monitor, "1").ifPresent(reservation -> end(() -> reservation.commit(new BigDecimal("2"))));
        tryReserve(monitor, "9");
        tryReserve(monitor, "4").ifPresent(reservation -> end(reservation::close));
        calls.heal();

        LedgerWatch.check(monitor);
        Balance first = monitor.balance("a" + n);
        Balance second = monitor.balance("b" + n);
        String about = "call %d, done %s".formatted(n, done);
        assertThat(first.spent()).describedAs(about).isEqualByComparingTo(second.spent());
        assertThat(first.held()).describedAs(about).isEqualByComparingTo(second.held());
        monitor.close();
        return calls.failures() > 0;
    }

    private static Optional<Reservation> tryReserve(BudgetMonitor monitor, String amount) {
        try {
            Decision decision = monitor.tryReserve(Spend.of(amount));
            return decision.isGranted() ? Optional.of(decision.reservation()) : Optional.empty();
        } catch (LedgerException failed) {
            return Optional.empty();
        }
    }

    private static void end(Runnable end) {
        try {
            end.run();
        } catch (LedgerException failed) {
            end.run();
        }
    }

    private static BudgetMonitor monitor(FailingCalls calls, String first, String second, String limit) {
        return BudgetMonitor.builder()
                .budget(Budget.named(first).limit("100").build())
                .budget(Budget.named(second).limit(limit).build())
                .store(BudgetStore.jdbc(calls.proxy()))
                .build();
    }
}
