package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.User;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/** 5, 10 and 20 users, each in turn with an audit write, a query, and a budget's reserve and commit. */
@MonitoringScenario
class M4MixedOperations {
    private static final int[] USERS = {5, 10, 20};

    @PerfTest(id = "M4", title = "mixed operations")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        AuditTrail trail = world.trail();
        BudgetMonitor monitor = Money.plenty(world, world.budgetStore());
        for (int users : USERS) {
            String label = users + " users";
            bench.judge(
                    label,
                    bench.measure(Scenario.named("M4 " + label)
                            .users(users)
                            .perUser(user ->
                                    AuditContext.actor("user-" + user.index()).open())
                            .operation(user -> operate(user, trail, monitor))
                            .warmUp(Bench.WARM_UP)
                            .iterations(3_000)
                            .build()));
        }
    }

    private static void operate(User user, AuditTrail trail, BudgetMonitor monitor) {
        switch ((int) ((user.iteration() + user.index()) % 3)) {
            case 0 -> trail.record(AuditEntry.of("CALLED", Leads.subject(user.index())));
            case 1 -> trail.history(Leads.subject(user.index()), 10);
            default -> Money.pay(monitor);
        }
    }
}
