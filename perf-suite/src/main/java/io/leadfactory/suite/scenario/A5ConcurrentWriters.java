package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** 1, 5 and 10 users who write at the same time, each with an actor of its own; every event is stored. */
@AuditScenario
class A5ConcurrentWriters {
    private static final int[] USERS = {1, 5, 10};

    @PerfTest(id = "A5", title = "concurrent writers")
    void measures(Bench bench, Worlds worlds) {
        double alone = 0;
        for (int users : USERS) {
            String label = users == 1 ? "1 user" : users + " users";
            World world = worlds.open();
            AuditTrail trail = world.trail();
            AtomicLong done = new AtomicLong();

            Measurement measurement = bench.measure(Scenario.named("A5 " + label)
                    .users(users)
                    .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                    .operation(user -> {
                        trail.record(AuditEntry.of("CALLED", Leads.subject(user.index())));
                        done.incrementAndGet();
                    })
                    .warmUp(Bench.WARM_UP)
                    .iterations(5_000)
                    .build());

            bench.judge(label, measurement);
            long stored = world.number("select count(*) from audit_event");
            bench.judge(label, SuiteMetric.MISSING_EVENTS, Math.abs(done.get() - stored), done.get());
            long actors = world.number("select count(distinct actor) from audit_event");
            if (actors != users) {
                throw new IllegalStateException(users + " actors were wanted in the trail: " + actors);
            }
            double mean = measurement.mean().toNanos();
            if (users == 1) {
                alone = mean;
            } else {
                bench.note(String.format(
                        Locale.ROOT, "%s take %.1f times as long for each event as 1 user", label, mean / alone));
            }
        }
    }
}
