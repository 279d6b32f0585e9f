package io.leadfactory.suite.scenario;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorBuilder;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.trail.BudgetTrail;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A spend crosses the stop line: the budget stops, its breaker opens, the trip is in the audit trail, and no call goes
 * through any more. A breaker trips once, so there is a budget for each trip.
 */
@IntegrationScenario
class I2CircuitBreaker {
    private static final int WARM_UP = 50;
    private static final int TRIPS = 300;
    private static final int REFUSALS = 2_000;

    @PerfTest(id = "I2", title = "circuit breaker at the stop line")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        BudgetMonitor monitor = monitor(world);

        AtomicInteger turn = new AtomicInteger(-1);
        Measurement trips = bench.measure(Scenario.named("I2 trip")
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .prepare(() -> spend(monitor, turn.incrementAndGet(), "0.90"))
                .operation(() -> {
                    spend(monitor, turn.get(), "0.05");
                    requireStopped(monitor, turn.get());
                })
                .warmUp(WarmUp.iterations(WARM_UP))
                .iterations(TRIPS)
                .build());
        bench.judge("trip", trips);
        long tripped = turn.get() + 1L;
        long audited = world.number("select count(distinct subject_id) from audit_event where subject_type = 'Budget'"
                + " and action = '" + "BUDGET_BREAKER_OPEN" + "'");
        bench.judge("trip", SuiteMetric.UNAUDITED_TRIPS, Math.abs(tripped - audited), tripped);

        AtomicLong through = new AtomicLong();
        Measurement refused = bench.measure(Scenario.named("I2 refused call")
                .operation(user -> call(monitor, (int) (user.iteration() % TRIPS), through))
                .warmUp(WarmUp.iterations(WARM_UP))
                .iterations(REFUSALS)
                .build());
        bench.judge("refused call", refused, "refused");
        bench.judge("refused call", SuiteMetric.CALLS_AFTER_STOP, through.get(), refused.samples());
    }

    private static BudgetMonitor monitor(World world) {
        BudgetMonitorBuilder builder =
                BudgetMonitor.builder().store(world.budgetStore()).listener(BudgetTrail.of(world.trail()));
        for (int turn = 0; turn < WARM_UP + TRIPS; turn++) {
            builder.budget(Budget.named(name(turn))
                    .limit("1.00")
                    .scope("call", name(turn))
                    .build());
        }
        return world.closing(builder.build());
    }

    private static String name(int turn) {
        return "call-" + turn;
    }

    private static void spend(BudgetMonitor monitor, int turn, String amount) {
        try (Reservation reservation = monitor.reserve(Spend.of(amount).tag("call", name(turn)))) {
            reservation.commit(new BigDecimal(amount));
        }
    }

    private static void requireStopped(BudgetMonitor monitor, int turn) {
        BudgetStatus status = monitor.status(name(turn));
        CircuitBreaker.State breaker = monitor.breaker(name(turn)).getState();
        if (status != BudgetStatus.STOP || breaker != CircuitBreaker.State.OPEN) {
            throw new IllegalStateException(
                    "budget " + name(turn) + " must be stopped and its breaker open: " + status + ", " + breaker);
        }
    }

    /** A call as an application makes it, through the breaker, and one past the breaker: both must be refused. */
    private static void call(BudgetMonitor monitor, int turn, AtomicLong through) {
        try {
            Failsafe.with(monitor.breaker(name(turn))).run(through::incrementAndGet);
        } catch (CircuitBreakerOpenException refused) {
            if (monitor.tryReserve(Spend.of("0.01").tag("call", name(turn))).isGranted()) {
                through.incrementAndGet();
            }
        }
    }
}
