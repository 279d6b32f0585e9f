package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.world.Worlds;

/** One event through the explicit API, in a transaction of its own. */
@AuditScenario
class A1EventCreation {
    @PerfTest(id = "A1", title = "event creation, explicit API")
    void measures(Bench bench, Worlds worlds) {
        AuditTrail trail = worlds.open().trail();

        Measurement measurement = bench.measure(Scenario.named("A1")
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .operation(() ->
                        trail.record(AuditEntry.of("EXPORT", Leads.subject(42)).detail("rows", "17")))
                .warmUp(Bench.WARM_UP)
                .iterations(1_000)
                .build());

        bench.judge("", measurement);
    }
}
