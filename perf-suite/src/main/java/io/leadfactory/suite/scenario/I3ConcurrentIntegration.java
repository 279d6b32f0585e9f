package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/** 8 users with audit and budget at the same time. */
@IntegrationScenario
class I3ConcurrentIntegration {
    @PerfTest(id = "I3", title = "audit + budget, 8 users")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        PaidCall call = new PaidCall(world, Money.plenty(world, world.budgetStore()));

        bench.judge(
                "",
                bench.measure(Scenario.named("I3")
                        .users(8)
                        .perUser(user ->
                                AuditContext.actor("user-" + user.index()).open())
                        .operation(user -> call.run(Leads.subject(user.index())))
                        .warmUp(Bench.WARM_UP)
                        .iterations(2_000)
                        .build()));
    }
}
