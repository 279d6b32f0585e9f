package io.leadfactory.suite.scenario;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * 10 users who check one budget at the same time, until it has nothing left and beyond. They pause between checks as
 * callers do, so that a longest time says something about the monitor and not about the queue for two cores.
 */
@MonitoringScenario
class M3ConcurrentChecks {
    private static final String LIMIT = "30.00";
    private static final BigDecimal STOP_LINE = new BigDecimal("28.50");

    @PerfTest(id = "M3", title = "concurrent budget checks, 10 users")
    void measures(Bench bench, Worlds worlds) {
        measure(bench, worlds, "in memory", world -> BudgetStore.inMemory());
        measure(bench, worlds, "in the database", World::budgetStore);
    }

    private static void measure(Bench bench, Worlds worlds, String label, Function<World, BudgetStore> stores) {
        // The warm-up exhausts a budget of its own, so that it meets both answers too.
        World practice = worlds.open();
        World world = worlds.open();
        BudgetMonitor rehearsal = Money.limited(practice, stores.apply(practice), LIMIT);
        BudgetMonitor monitor = Money.limited(world, stores.apply(world), LIMIT);
        AtomicLong rehearsed = new AtomicLong();
        AtomicLong granted = new AtomicLong();
        Measurement measurement = bench.measure(Scenario.named("M3 " + label)
                .users(10)
                .operation(
                        user -> check(user.warmingUp() ? rehearsal : monitor, user.warmingUp() ? rehearsed : granted))
                .thinkTime(Duration.ofMillis(5))
                .warmUp(Bench.WARM_UP)
                .iterations(500)
                .build());

        bench.judge(label, measurement);
        Balance balance = monitor.balance(Money.BUDGET);
        BigDecimal paid = Money.PRICE.multiply(BigDecimal.valueOf(granted.get()));
        BigDecimal counted = balance.spent().add(balance.held());
        if (paid.compareTo(counted) != 0) {
            throw new IllegalStateException("the budget must have counted " + paid + ": " + counted);
        }
        bench.judge(
                label,
                Figure.exact(
                        SuiteMetric.OVERSPENT,
                        Money.nanoUnits(paid.subtract(STOP_LINE).max(BigDecimal.ZERO)),
                        measurement.samples()));
        bench.note(granted.get() + " of " + measurement.samples() + " checks were granted, the rest refused");
    }

    private static void check(BudgetMonitor monitor, AtomicLong granted) {
        Decision decision = monitor.tryReserve(Money.spend(Money.PRICE.toPlainString()));
        if (decision.isGranted()) {
            decision.reservation().commit(Money.PRICE);
            granted.incrementAndGet();
        }
    }
}
