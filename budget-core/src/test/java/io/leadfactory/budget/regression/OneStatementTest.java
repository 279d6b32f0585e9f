package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On PostgreSQL a hold, and its end, is one statement; whatever it cannot do goes the long way. */
class OneStatementTest {
    /** Sets up a connection that is taken. */
    private interface Preparation {
        void prepare(Connection connection) throws Exception;
    }

    private final Database database = Database.withTables(Database.Kind.POSTGRESQL);
    private final AtomicInteger executions = new AtomicInteger();
    private final Thread caller = Thread.currentThread();
    private final List<BudgetMonitor> monitors = new ArrayList<>();

    @AfterEach
    void ledgersAddUp() {
        try {
            monitors.forEach(LedgerWatch::check);
        } finally {
            monitors.forEach(BudgetMonitor::close);
            database.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void reserveAndCommit_noLineIsReached_areOneStatementEach(int budgets) {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls.proxy(), budgets);
        calls.fail(false, method -> count(method));

        Reservation reservation = monitor.reserve(Spend.of("10"));
        assertThat(executions).hasValue(1);
        reservation.commit(new BigDecimal("7"));

        assertThat(executions).hasValue(2);
        assertThat(monitor.balance("b0").spent()).isEqualByComparingTo("7");
    }

    @Test
    void tryReserve_noRoom_isOneStatement() {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls.proxy(), 1);
        monitor.reserve(Spend.of("95"));
        calls.fail(false, method -> count(method));

        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();

        assertThat(executions).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void commit_answerLost_canBeSentAgainAndCountsOnce(int budgets) {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls.proxy(), budgets);
        Reservation reservation = monitor.reserve(Spend.of("10"));
        calls.fail(true, method -> method.getName().equals("executeQuery"));

        assertThatThrownBy(() -> reservation.commit(new BigDecimal("7"))).isInstanceOf(LedgerException.class);
        calls.heal();
        assertThat(reservation.isOpen()).isTrue();
        reservation.commit(new BigDecimal("7"));

        assertThat(monitor.balance("b0").spent()).isEqualByComparingTo("7");
        assertThat(monitor.balance("b0").held()).isZero();
    }

    @Test
    void release_commitWithLostAnswerBefore_saysWhatTheLedgerHas() {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls.proxy(), 1);
        monitor.reserve(Spend.of("10"));
        Reservation reservation = monitor.reserve(Spend.of("10"));
        calls.fail(true, method -> method.getName().equals("executeQuery"));
        assertThatThrownBy(() -> reservation.commit(new BigDecimal("7"))).isInstanceOf(LedgerException.class);
        calls.heal();

        assertThatThrownBy(reservation::release)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("the ledger has it as COMMIT of 7.00 already");

        assertThat(monitor.balance("b0").spent()).isEqualByComparingTo("7");
    }

    @Test
    void reserve_answerLost_staysCounted() {
        FailingCalls calls = new FailingCalls(database.dataSource());
        BudgetMonitor monitor = monitor(calls.proxy(), 1);
        calls.fail(true, method -> method.getName().equals("executeQuery"));

        assertThatThrownBy(() -> monitor.reserve(Spend.of("10"))).isInstanceOf(LedgerException.class);
        calls.heal();

        assertThat(monitor.balance("b0").held()).isEqualByComparingTo("10");
    }

    @Test
    void reserve_elsewhereADefinitionLoweredTheLimit_reachesTheLinesOfThat() {
        BudgetMonitor first = monitor(database.dataSource(), 1);
        first.reserve(Spend.of("1"));
        monitors.add(BudgetMonitor.builder()
                .budget(Budget.named("b0").limit("10").build())
                .store(BudgetStore.jdbc(database.dataSource()))
                .build());

        first.reserve(Spend.of("8"));

        assertThat(first.status("b0").name()).isEqualTo("WARNING");
        assertThat(first.tryReserve(Spend.of("1")).isGranted()).isFalse();
    }

    @Test
    void reserve_connectionsWithoutAutoCommit_areCommittedAllTheSame() throws Exception {
        BudgetMonitor monitor = monitor(each(database.dataSource(), connection -> connection.setAutoCommit(false)), 2);

        monitor.reserve(Spend.of("10")).commit(new BigDecimal("7"));

        assertThat(monitor(database.dataSource(), 2).balance("b1").spent()).isEqualByComparingTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void tryReserve_severalThreadsAtAnyIsolation_drainToTheStopLineAndNotBeyond(int isolation) throws Exception {
        DataSource isolated = each(database.dataSource(), connection -> connection.setTransactionIsolation(isolation));
        BudgetMonitor monitor = monitor(isolated, 2);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        int spent = 0;
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                work.add(() -> monitor.tryReserve(Spend.of("3")).isGranted());
            }
            for (Future<Boolean> granted : pool.invokeAll(work)) {
                spent += granted.get() ? 3 : 0;
            }
        } finally {
            pool.shutdown();
        }

        assertThat(spent).isEqualTo(93);
        assertThat(monitor.balance("b0").held()).isEqualByComparingTo("93");
        assertThat(monitor.balance("b1").held()).isEqualByComparingTo("93");
    }

    /** Counts what the caller waits for; what a reached line sends on another thread is no part of a call. */
    private boolean count(Method method) {
        boolean executes = Thread.currentThread() == caller
                && (method.getName().startsWith("execute")
                        || method.getName().equals("commit")
                        || method.getName().equals("rollback"));
        executions.addAndGet(executes ? 1 : 0);
        return false;
    }

    private BudgetMonitor monitor(DataSource dataSource, int budgets) {
        BudgetMonitorBuilder builder = BudgetMonitor.builder().store(BudgetStore.jdbc(dataSource));
        for (int i = 0; i < budgets; i++) {
            builder.budget(Budget.named("b" + i).limit("100").build());
        }
        BudgetMonitor monitor = builder.build();
        monitors.add(monitor);
        return monitor;
    }

    private static DataSource each(DataSource dataSource, Preparation preparation) {
        Object proxy = Proxy.newProxyInstance(
                OneStatementTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, given) -> {
                    try {
                        Object result = method.invoke(dataSource, given);
                        if (result instanceof Connection connection) {
                            preparation.prepare(connection);
                        }
                        return result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
        return (DataSource) proxy;
    }
}
