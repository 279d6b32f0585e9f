package io.leadfactory.budget.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.SQLNonTransientConnectionException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BudgetMetricsTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void bindTo_twoBudgets_showsWhereEachStandsAndWhatItDecided() {
        // readme:metrics
        BudgetCounts counts = new BudgetCounts();
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100.00").currency("USD").build())
                .listener(counts) // hears of overruns
                .build();
        BudgetMetrics.of(monitor.budgets(), monitor::balance, counts).bindTo(registry);
        Function<Spend, Decision> tryReserve = counts.counting(monitor::tryReserve);
        // end:metrics
        ledger.watch(monitor);

        tryReserve.apply(Spend.of("80")).reservation().commit(new BigDecimal("81"));
        assertThat(tryReserve.apply(Spend.of("9")).isGranted()).isTrue();
        assertThat(tryReserve.apply(Spend.of("10")).isGranted()).isFalse();
        assertThat(tryReserve.apply(Spend.of("20")).isGranted()).isFalse();

        assertThat(gauge("budget.limit")).isEqualTo(100);
        assertThat(gauge("budget.spent")).isEqualTo(81);
        assertThat(gauge("budget.held")).isEqualTo(9);
        assertThat(gauge("budget.free")).isEqualTo(10);
        assertThat(gauge("budget.share")).isEqualTo(0.9);
        assertThat(gauge("budget.status")).isEqualTo(1);
        assertThat(counter("budget.granted")).isEqualTo(2);
        assertThat(counter("budget.refused")).isEqualTo(2);
        assertThat(counter("budget.overrun")).isEqualTo(1);
    }

    @Test
    void bindTo_anyBudget_documentsNameUnitAndNoTagButTheBudget() {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .budget(Budget.named("mail")
                        .limit("10")
                        .currency("EUR")
                        .scope("channel", "mail")
                        .build())
                .build());

        BudgetMetrics.of(monitor.budgets(), monitor::balance, new BudgetCounts())
                .bindTo(registry);

        assertThat(registry.getMeters()).hasSize(22).allSatisfy(meter -> {
            Meter.Id id = meter.getId();
            assertThat(id.getTags()).hasSize(1);
            assertThat(id.getTag("budget")).isIn("openai", "mail");
            assertThat(id.getDescription()).isNotBlank();
            assertThat(id.getBaseUnit()).isNotBlank();
        });
        assertThat(registry.get("budget.spent")
                        .tag("budget", "mail")
                        .gauge()
                        .getId()
                        .getBaseUnit())
                .isEqualTo("EUR");
        assertThat(registry.get("budget.spent")
                        .tag("budget", "openai")
                        .gauge()
                        .getId()
                        .getBaseUnit())
                .isEqualTo("currency units");
    }

    @Test
    void define_andRemove_areFollowedByTheMeters() {
        BudgetCounts counts = new BudgetCounts();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .budget(Budget.named("tenant").limit("5").forEach("tenant").build())
                .listener(counts)
                .build());
        BudgetMetrics.of(monitor.budgets(), monitor::balance, counts).bindTo(registry);

        monitor.define(Budget.named("mail").limit("10").currency("EUR").build());
        monitor.define(Budget.named("openai").limit("70").currency("USD").build());

        assertThat(registry.getMeters()).hasSize(22);
        assertThat(gauge("budget.limit")).isEqualTo(70);
        assertThat(registry.get("budget.limit").tag("budget", "mail").gauge().value())
                .isEqualTo(10);
        monitor.remove("openai");
        assertThat(registry.getMeters())
                .hasSize(11)
                .allSatisfy(meter -> assertThat(meter.getId().getTag("budget")).isEqualTo("mail"));
    }

    @Test
    void ledgerUp_whileTheDatabaseIsDown_isZero() {
        BudgetCounts counts = new BudgetCounts();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(counts)
                .build());
        BudgetMetrics.of(monitor.budgets(), monitor::balance, counts).bindTo(registry);

        assertThat(gauge("budget.ledger.up")).isEqualTo(1);
        counts.hear(new BudgetEvent.LedgerDown("openai", Instant.EPOCH));
        assertThat(gauge("budget.ledger.up")).isZero();
        counts.hear(new BudgetEvent.LedgerBack("openai", BigDecimal.ONE, Instant.EPOCH));
        assertThat(gauge("budget.ledger.up")).isEqualTo(1);
    }

    @Test
    void ledgerUp_storeThatTellsNobodyIsDown_isZero() {
        AtomicBoolean down = new AtomicBoolean();
        try (Database database = Database.withTables()) {
            DataSource dataSource = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                        if (down.get()) {
                            throw new SQLNonTransientConnectionException("nobody answers", "08001");
                        }
                        return method.invoke(database.dataSource(), arguments);
                    });
            BudgetCounts counts = new BudgetCounts();
            try (BudgetMonitor monitor = BudgetMonitor.builder()
                    .budget(Budget.named("openai").limit("100").build())
                    .store(BudgetStore.jdbc(dataSource))
                    .listener(counts)
                    .build()) {
                BudgetMetrics.of(monitor.budgets(), monitor::balance, counts).bindTo(registry);

                assertThat(gauge("budget.ledger.up")).isEqualTo(1);
                down.set(true);
                assertThat(gauge("budget.ledger.up")).isZero();
                down.set(false);
                assertThat(gauge("budget.ledger.up")).isEqualTo(1);
            }
        }
    }

    @Test
    void ledgerUp_budgetThatWasRemovedWhileDownAndIsDefinedAgain_isOne() {
        BudgetCounts counts = new BudgetCounts();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(counts)
                .build());
        counts.hear(new BudgetEvent.LedgerDown("openai", Instant.EPOCH));

        monitor.define(Budget.named("openai").limit("70").build());
        assertThat(counts.isLedgerUp("openai")).isFalse();
        monitor.remove("openai");
        monitor.define(Budget.named("openai").limit("50").build());

        assertThat(counts.isLedgerUp("openai")).isTrue();
    }

    @Test
    void gauges_monitorIsClosed_areNotANumber() {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .build();
        BudgetMetrics.of(monitor.budgets(), monitor::balance, new BudgetCounts())
                .bindTo(registry);

        monitor.close();

        assertThat(gauge("budget.spent")).isNaN();
        assertThat(gauge("budget.status")).isNaN();
        assertThat(gauge("budget.ledger.up")).isZero();
    }

    @Test
    void counting_aSpendInTwoBudgets_countsAGrantInBothAndARefusalInOne() {
        BudgetCounts counts = new BudgetCounts();
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("all").limit("100").build())
                .budget(Budget.named("mail")
                        .limit("10")
                        .scope("channel", "mail")
                        .build())
                .listener(counts)
                .build());
        Function<Spend, Decision> tryReserve = counts.counting(monitor::tryReserve);

        Decision granted = tryReserve.apply(Spend.of("9").tag("channel", "mail"));
        Decision refused = tryReserve.apply(Spend.of("1").tag("channel", "mail"));

        assertThat(granted.isGranted()).isTrue();
        assertThat(refused.isGranted()).isFalse();
        assertThat(counts.granted("all")).isEqualTo(1);
        assertThat(counts.granted("mail")).isEqualTo(1);
        assertThat(counts.refused("all")).isZero();
        assertThat(counts.refused("mail")).isEqualTo(1);
        assertThat(counts.overrun("mail")).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // which is what is tested
    void of_null_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BudgetCounts().counting(null));
        assertThatIllegalArgumentException().isThrownBy(() -> BudgetMetrics.of(List.of(), null, new BudgetCounts()));
    }

    private double gauge(String name) {
        return registry.get(name).tag("budget", "openai").gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tag("budget", "openai").functionCounter().count();
    }
}
