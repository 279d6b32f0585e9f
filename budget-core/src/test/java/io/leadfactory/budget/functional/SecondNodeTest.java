package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetSchema;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two monitors, each with a store of its own, on one database: what two processes are to each other. */
class SecondNodeTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final Database database = Database.withTables();

    @Test
    void reserve_fromBoth_sharesOneBudget() {
        DataSource dataSource = database.dataSource();
        Budget budget = Budget.named("openai").limit("100").build();
        // readme:database
        BudgetSchema.create(dataSource); // or run the script in the jar with your migrations
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(budget)
                .store(BudgetStore.jdbc(dataSource))
                .build();
        // end:database
        BudgetMonitor second = node();
        ledger.watch(monitor);

        Reservation reservation = monitor.reserve(Spend.of("90"));
        assertThat(second.balance("openai").held()).isEqualByComparingTo("90");
        assertThat(second.tryReserve(Spend.of("6")).isGranted()).isFalse();
        reservation.commit(new BigDecimal("50"));

        assertThat(second.tryReserve(Spend.of("45")).isGranted()).isTrue();
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(monitor.breaker("openai").isOpen()).isTrue();
    }

    @Test
    void breaker_moneyCameBackElsewhere_isSeenAtTheNextLook() {
        BudgetMonitor first = node();
        BudgetMonitor second = node();
        Reservation reservation = first.reserve(Spend.of("95"));
        assertThat(second.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(second.breaker("openai").isOpen()).isTrue();

        reservation.release();
        assertThat(second.breaker("openai").isOpen()).isTrue();

        assertThat(second.status("openai")).isEqualTo(BudgetStatus.OK);
        assertThat(second.breaker("openai").isHalfOpen()).isTrue();
    }

    @Test
    void tryReserve_bothAtOnce_drainsToTheStopLineAndNotBeyond() throws Exception {
        List<BudgetMonitor> nodes = List.of(node(), node());
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Callable<Decision>> work = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            BudgetMonitor monitor = nodes.get(i % 2);
            work.add(() -> monitor.tryReserve(Spend.of("1")));
        }
        int granted = 0;
        try {
            for (Future<Decision> decision : pool.invokeAll(work)) {
                if (decision.get().isGranted()) {
                    decision.get().reservation().close();
                    granted++;
                }
            }
        } finally {
            pool.shutdown();
        }

        assertThat(granted).isEqualTo(95);
        assertThat(nodes.get(0).balance("openai").spent()).isEqualByComparingTo("95");
    }

    @Test
    void commit_acknowledgementLost_canBeSentAgainAndCountsOnce() {
        AckLosing dataSource = new AckLosing(database.dataSource());
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(BudgetStore.jdbc(dataSource.proxy()))
                .build());
        Reservation reservation = monitor.reserve(Spend.of("10"));
        dataSource.loseNextAcknowledgement();

        assertThatThrownBy(() -> reservation.commit(new BigDecimal("7"))).isInstanceOf(LedgerException.class);
        assertThat(reservation.isOpen()).isTrue();
        reservation.commit(new BigDecimal("7"));

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
        assertThat(monitor.balance("openai").held()).isZero();
    }

    @Test
    void commit_acknowledgementLostThenReleased_keepsWhatTheLedgerHas() {
        AckLosing dataSource = new AckLosing(database.dataSource());
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(BudgetStore.jdbc(dataSource.proxy()))
                .build());
        Reservation reservation = monitor.reserve(Spend.of("10"));
        dataSource.loseNextAcknowledgement();
        assertThatThrownBy(() -> reservation.commit(new BigDecimal("7"))).isInstanceOf(LedgerException.class);

        assertThatThrownBy(reservation::release)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("the ledger has it as COMMIT of 7.00 already");

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("7");
    }

    @Test
    void reserve_acknowledgementLost_staysCounted() {
        AckLosing dataSource = new AckLosing(database.dataSource());
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(BudgetStore.jdbc(dataSource.proxy()))
                .build());
        dataSource.loseNextAcknowledgement();

        assertThatThrownBy(() -> monitor.reserve(Spend.of("10"))).isInstanceOf(LedgerException.class);

        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("10");
    }

    private BudgetMonitor node() {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .store(BudgetStore.jdbc(database.dataSource()))
                .build());
    }
}
