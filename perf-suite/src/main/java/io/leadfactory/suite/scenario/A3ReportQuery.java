package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** The latest 10 events of a lead, and those of an actor by action and time range, among 100 000. */
@AuditScenario
class A3ReportQuery {
    private static final int EVENTS = 100_000;
    private static final int CHUNK = 1_000;
    private static final int LEADS = 1_000;
    private static final int PAGE = 10;
    private static final int SAMPLES = 1_000;
    private static final List<String> ACTORS = List.of("alice", "bob", "carol", "dave", "erin");
    private static final List<String> ACTIONS = List.of("EXPORT", "VIEWED", "CALLED", "MAILED");

    @PerfTest(id = "A3", title = "report query over 100 000 events")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        AuditTrail trail = world.trail();
        Instant begin = Instant.now();
        fill(trail);
        bench.note(world.number("select count(*) from audit_event") + " events in the table");

        bench.judge(
                "of a lead",
                bench.measure(Scenario.named("A3 of a lead")
                        .operation(user -> requireFull(trail.history(Leads.subject(user.iteration() % LEADS), PAGE)))
                        .warmUp(Bench.WARM_UP)
                        .iterations(SAMPLES)
                        .build()));

        AuditQuery query = AuditQuery.all()
                .actor("carol")
                .action("CALLED")
                .from(begin)
                .until(Instant.now().plus(Duration.ofMinutes(1)))
                .limit(PAGE);
        bench.judge(
                "by actor, action, time",
                bench.measure(Scenario.named("A3 by actor, action and time")
                        .operation(() -> requireFull(trail.find(query)))
                        .warmUp(Bench.WARM_UP)
                        .iterations(SAMPLES)
                        .build()));
    }

    private static void fill(AuditTrail trail) {
        for (int chunk = 0; chunk < EVENTS / CHUNK; chunk++) {
            int offset = chunk * CHUNK;
            try (AuditContext.Scope scope =
                    AuditContext.actor(ACTORS.get(chunk % ACTORS.size())).open()) {
                trail.recordAll(LongStream.range(offset, offset + CHUNK)
                        .mapToObj(number -> AuditEntry.of(
                                        ACTIONS.get((int) (number % ACTIONS.size())), Leads.subject(number % LEADS))
                                .detail("number", Long.toString(number)))
                        .toList());
            }
        }
    }

    private static void requireFull(AuditPage page) {
        if (page.events().size() != PAGE) {
            throw new IllegalStateException(
                    "a page of " + PAGE + " events was wanted: " + page.events().size());
        }
    }
}
