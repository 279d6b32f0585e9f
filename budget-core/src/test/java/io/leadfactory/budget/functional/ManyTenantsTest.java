package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 100 000 tenants in memory: what each one costs, and that each has its cap. */
@Tag("once")
class ManyTenantsTest {
    private static final int TENANTS = 100_000;
    private static final int MOST_BYTES = 4_000;

    @Test
    void reserve_100000Tenants_staysBelowABoundPerTenant() {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("tenant-month")
                        .limit("50")
                        .per(Period.month())
                        .forEach("tenant")
                        .build())
                .remember(1_000)
                .build();
        spend(monitor, 0);
        long before = used();
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            spend(monitor, tenant);
        }
        long bytes = (used() - before) / TENANTS;
        System.out.printf("a tenant in memory, after one reservation: %d bytes%n", bytes);

        assertThat(bytes).isBetween(1L, (long) MOST_BYTES);
        for (int round = 0; round < 2; round++) {
            for (int tenant = 1; tenant <= TENANTS; tenant++) {
                monitor.reserve(of("0.1", tenant)).commit(new BigDecimal("0.1"));
            }
        }
        long busy = (used() - before) / TENANTS;
        System.out.printf("a tenant in memory, after three reservations: %d bytes%n", busy);
        assertThat(busy).isBetween(1L, (long) MOST_BYTES);
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            BudgetLine line = monitor.line("tenant-month/tenant-" + tenant);
            line.commit(line.reserve(1), 1);
        }
        long ticketed = (used() - before) / TENANTS;
        System.out.printf("a tenant in memory, after a ticket besides: %d bytes%n", ticketed);
        assertThat(ticketed).isBetween(1L, (long) MOST_BYTES);
        for (int tenant = 1; tenant <= TENANTS; tenant += 997) {
            assertThat(monitor.tryReserve(of("8", tenant)).isGranted()).isFalse();
        }
    }

    private static Spend of(String amount, int tenant) {
        return Spend.of(amount).tag("tenant", "tenant-" + tenant);
    }

    private static void spend(BudgetMonitor monitor, int tenant) {
        monitor.reserve(of("40", tenant)).commit(new BigDecimal("40"));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
