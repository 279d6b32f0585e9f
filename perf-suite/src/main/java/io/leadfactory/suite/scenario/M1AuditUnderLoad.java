package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.util.concurrent.atomic.AtomicLong;

/** 10 users who store leads at the same time, each change audited in its transaction. */
@MonitoringScenario
class M1AuditUnderLoad {
    private final Leads leads = new Leads();

    @PerfTest(id = "M1", title = "audit under load, 10 users")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        AtomicLong done = new AtomicLong();

        Measurement measurement = bench.measure(Scenario.named("M1")
                .users(10)
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .operation(() -> {
                    world.leads().create(leads.next());
                    done.incrementAndGet();
                })
                .warmUp(Bench.WARM_UP)
                .iterations(1_000)
                .build());

        bench.judge("", measurement);
        long stored = world.number("select count(*) from audit_event where action = 'INSERT'");
        bench.judge("", SuiteMetric.MISSING_EVENTS, Math.abs(done.get() - stored), done.get());
    }
}
