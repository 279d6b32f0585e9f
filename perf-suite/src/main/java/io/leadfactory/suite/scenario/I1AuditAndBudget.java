package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/** Audit, budget check, audit of the outcome, as one operation. */
@IntegrationScenario
class I1AuditAndBudget {
    @PerfTest(id = "I1", title = "audit + budget + audit of the outcome")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        PaidCall call = new PaidCall(world, Money.plenty(world, world.budgetStore()));

        bench.judge(
                "",
                bench.measure(Scenario.named("I1")
                        .perUser(user ->
                                AuditContext.actor("user-" + user.index()).open())
                        .operation(user -> call.run(Leads.subject(user.iteration())))
                        .warmUp(Bench.WARM_UP)
                        .iterations(1_000)
                        .build()));
    }
}
