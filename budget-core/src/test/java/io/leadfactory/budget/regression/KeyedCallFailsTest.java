package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever call of the database fails, before or after it is done: a request that is sent again with its key counts once. */
class KeyedCallFailsTest {
    private static final BigDecimal TWO = new BigDecimal("2");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reserveAndRefund_anyCallFails_countOnceWhenSentAgain(boolean done) {
        int n = 0;
        try (Database database = Database.withTables()) {
            boolean reached = true;
            while (reached) {
                n++;
                reached = failCall(database, n, done);
            }
        }
        assertThat(n).isGreaterThan(20);
    }

    private static boolean failCall(Database database, int n, boolean done) {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("a" + n).limit("100").build())
                .budget(Budget.named("b" + n).limit("100").build())
                .store(BudgetStore.jdbc(calls.proxy()))
                .build();
        Spend spend = Spend.of("10").key("order-" + n);
        AtomicInteger left = new AtomicInteger(n);
        calls.fail(done, method -> left.decrementAndGet() == 0);

        Reservation reservation = again(() -> monitor.reserve(spend));
        again(() -> {
            reservation.commit(TWO);
            return TWO;
        });
        again(() -> monitor.refund("a" + n, BigDecimal.ONE, "refund-" + n));
        calls.heal();

        LedgerWatch.check(monitor);
        String about = "call %d, done %s".formatted(n, done);
        assertThat(monitor.balance("a" + n).spent()).describedAs(about).isEqualByComparingTo("1");
        assertThat(monitor.balance("b" + n).spent()).describedAs(about).isEqualByComparingTo("2");
        assertThat(monitor.balance("a" + n).held()).describedAs(about).isZero();
        assertThat(monitor.balance("b" + n).held()).describedAs(about).isZero();
        return calls.failures() > 0;
    }

    private static <T> T again(Supplier<T> request) {
        try {
            return request.get();
        } catch (LedgerException failed) {
            return request.get();
        }
    }
}
