package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.world.Worlds;
import java.util.List;
import java.util.stream.LongStream;

/** Ten events in one call, all or nothing. */
@AuditScenario
class A2BulkCreation {
    private static final int EVENTS = 10;

    @PerfTest(id = "A2", title = "bulk of 10 events in one call")
    void measures(Bench bench, Worlds worlds) {
        AuditTrail trail = worlds.open().trail();

        Measurement measurement = bench.measure(Scenario.named("A2")
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .operation(() -> trail.recordAll(entries()))
                .warmUp(Bench.WARM_UP)
                .iterations(500)
                .build());

        bench.judge("", measurement);
        bench.judge(
                "",
                Figure.exact(
                        SuiteMetric.MEAN_PER_EVENT,
                        measurement.mean().toNanos() / (double) EVENTS,
                        measurement.samples()));
    }

    private static List<AuditEntry> entries() {
        return LongStream.range(0, EVENTS)
                .mapToObj(id -> AuditEntry.of("VIEWED", Leads.subject(id)).detail("page", "1"))
                .toList();
    }
}
