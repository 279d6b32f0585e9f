package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.perf.define.MemoryScenario;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.WarmUp;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.MemoryTrend;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/**
 * The whole application under load in cycles, with what survives a forced collection after each. The database is in
 * files here: one in memory would itself grow with each event that it keeps.
 */
@MonitoringScenario
class M5MemoryUnderLoad {
    private static final int CYCLES = 12;
    private static final int DROPPED = 4;

    private final Leads leads = new Leads();

    @PerfTest(id = "M5", title = "memory under sustained load")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.openOnDisk();
        AuditTrail trail = world.trail();
        BudgetMonitor monitor = Money.plenty(world, world.budgetStore());

        MemoryTrend trend = bench.measure(MemoryScenario.of(Scenario.named("M5")
                        .users(2)
                        .perUser(user ->
                                AuditContext.actor("user-" + user.index()).open())
                        .operation(() -> {
                            long id = world.leads().create(leads.next());
                            world.leads().update(id, lead -> lead.setCompanyName("renamed"));
                            trail.history(Leads.subject(id), 10);
                            Money.pay(monitor);
                            world.leads().delete(id);
                        })
                        .warmUp(WarmUp.none())
                        .iterations(400)
                        .build())
                .withCycles(CYCLES)
                .withDropped(DROPPED));

        bench.judge("", trend);
    }
}
