package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.fault.Fault;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;

/** A constraint error, a lost connection, a change without an actor: the next operation succeeds, nothing is half written. */
@MonitoringScenario
class M6ErrorRecovery {
    private final Leads leads = new Leads();

    @PerfTest(id = "M6", title = "error recovery")
    void measures(Bench bench, Worlds worlds) {
        World constraint = worlds.open();
        create(constraint, new Lead("taken@example.com", "Taken", "import"));
        measure(
                bench,
                constraint,
                "a constraint error",
                1,
                () -> create(constraint, new Lead("taken@example.com", "Taken again", "import")));

        World lost = worlds.openBreakable();
        measure(bench, lost, "a lost connection", 0, () -> {
            lost.faults().inject(Fault.lostAtStatement(), 1);
            create(lost, leads.next());
        });

        World nobody = worlds.openStrict();
        measure(
                bench,
                nobody,
                "an audit context failure",
                0,
                () -> nobody.leads().create(leads.next()));
    }

    private void measure(Bench bench, World world, String label, long before, Operation failing) {
        Recovery recovery = new Recovery();
        recovery.measure(bench, "M6", label, failing, () -> create(world, leads.next()));

        long wanted = before + recovery.succeeded();
        long rows = world.number("select count(*) from lead");
        long events = world.number("select count(*) from audit_event where outcome = 'SUCCESS'");
        bench.judge(label, SuiteMetric.HALF_WRITTEN, Math.abs(rows - wanted) + Math.abs(events - wanted), wanted);
    }

    private static void create(World world, Lead lead) {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            world.leads().create(lead);
        }
    }
}
