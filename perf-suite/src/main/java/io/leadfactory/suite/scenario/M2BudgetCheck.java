package io.leadfactory.suite.scenario;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/** A check before a call: reserve what it may cost, and give it back. In memory, and through the database. */
@MonitoringScenario
class M2BudgetCheck {
    @PerfTest(id = "M2", title = "budget check")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        measure(bench, "in memory", 50_000, Money.plenty(world, BudgetStore.inMemory()));
        measure(bench, "in the database", 1_000, Money.plenty(world, world.budgetStore()));
    }

    private static void measure(Bench bench, String label, int samples, BudgetMonitor monitor) {
        bench.judge(
                label,
                bench.measure(Scenario.named("M2 " + label)
                        .operation(() -> {
                            try (Reservation reservation = monitor.reserve(Money.spend("0.10"))) {
                                reservation.release();
                            }
                        })
                        .warmUp(Bench.WARM_UP)
                        .iterations(samples)
                        .build()));
    }
}
