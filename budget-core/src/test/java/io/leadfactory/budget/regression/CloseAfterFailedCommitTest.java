package io.leadfactory.budget.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A commit that failed in a try-with-resources block was followed by close, which charged the hold: a cost beyond it was
 * known and not recorded, and of a smaller one the rest was lost.
 */
class CloseAfterFailedCommitTest {
    private final Database database = Database.withTables();
    private final FailingCalls calls = new FailingCalls(database.dataSource());
    private final BudgetMonitor monitor = BudgetMonitor.builder()
            .budget(Budget.named("openai").limit("100").build())
            .store(BudgetStore.jdbc(calls.proxy()))
            .build();

    @AfterEach
    void ledgerAddsUp() {
        LedgerWatch.check(monitor);
        database.close();
    }

    @Test
    void close_commitOfMoreThanTheHoldFailed_recordsAllOfIt() {
        assertThatThrownBy(() -> {
                    try (Reservation reservation = monitor.reserve(Spend.of("10"))) {
                        failNextCommit(false);
                        reservation.commit(new BigDecimal("15"));
                    }
                })
                .isInstanceOf(LedgerException.class)
                .hasNoSuppressedExceptions();

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("15");
    }

    @Test
    void close_commitWasRecordedAndItsAnswerLost_isContent() {
        assertThatThrownBy(() -> {
                    try (Reservation reservation = monitor.reserve(Spend.of("10"))) {
                        failNextCommit(true);
                        reservation.commit(new BigDecimal("7"));
                    }
                })
                .isInstanceOf(LedgerException.class)
                .hasNoSuppressedExceptions();

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
    }

    @Test
    void close_releaseFailed_releases() {
        Reservation reservation = monitor.reserve(Spend.of("10"));
        failNextCommit(false);
        assertThatThrownBy(reservation::release).isInstanceOf(LedgerException.class);

        reservation.close();

        assertThat(monitor.balance("openai").spent()).isZero();
        assertThat(monitor.balance("openai").held()).isZero();
        assertThat(reservation.isOpen()).isFalse();
    }

    private void failNextCommit(boolean done) {
        AtomicInteger left = new AtomicInteger(1);
        calls.fail(done, method -> method.getName().equals("commit") && left.getAndDecrement() == 1);
    }
}
