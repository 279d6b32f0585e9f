package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.Actions;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.perf.define.Comparison;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.define.UserOperation;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Ratio;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.lead.EnrichmentStatus;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.lead.LeadCache;
import io.leadfactory.suite.lead.LeadRepository;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.SessionFactory;

/** Insert, update and delete of a lead with automatic audit, the whole transaction, and what the audit adds to it. */
@AuditScenario
class A4SessionEvents {
    private static final int SAMPLES = 1_000;

    private final Leads leads = new Leads();

    @PerfTest(id = "A4", title = "session events, whole transaction")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        LeadRepository repository = world.leads();
        AtomicLong id = new AtomicLong();

        UserOperation create = user -> id.set(repository.create(leads.next()));
        measure(bench, world, Actions.INSERT, user -> {}, create);

        measure(bench, world, Actions.UPDATE, user -> {}, user -> rename(repository, id.get(), user.iteration()));

        measure(bench, world, Actions.DELETE, create, user -> repository.delete(id.get()));

        compare(bench, world);
    }

    private static void measure(
            Bench bench, World world, String action, UserOperation prepare, UserOperation operation) {
        String label = action.toLowerCase(Locale.ROOT);
        AtomicLong done = new AtomicLong();
        long before = complete(world, action);

        Measurement measurement = bench.measure(Scenario.named("A4 " + label)
                .perUser(user -> AuditContext.actor("user-" + user.index()).open())
                .prepare(prepare)
                .operation(user -> {
                    operation.run(user);
                    done.incrementAndGet();
                })
                .warmUp(Bench.WARM_UP)
                .iterations(SAMPLES)
                .build());

        bench.judge(label, measurement);
        long found = complete(world, action) - before;
        bench.judge(label, SuiteMetric.MISSING_EVENTS, Math.abs(done.get() - found), done.get());
    }

    /** Counts the events of an action that hold the values that they must hold. */
    private static long complete(World world, String action) {
        String values = switch (action) {
            case Actions.INSERT -> "old_values is null and new_values is not null";
            case Actions.DELETE -> "old_values is not null and new_values is null";
            default -> "old_values is not null and new_values is not null";
        };
        return world.number("select count(*) from audit_event where subject_type = 'Lead' and action = '" + action
                + "' and " + values);
    }

    private static void rename(LeadRepository repository, long id, long turn) {
        repository.update(id, lead -> {
            lead.setCompanyName("Company, renamed " + turn);
            lead.setEnrichmentStatus(turn % 2 == 0 ? EnrichmentStatus.PENDING : EnrichmentStatus.ENRICHED);
        });
    }

    /** Insert, update and delete in one round, with the audit and without it, in one run. */
    private void compare(Bench bench, World world) {
        requireOldAndNewValues(world);
        SessionFactory unaudited = world.openUnauditedSessions();
        Figure ratio = Ratio.of(bench.compare(Comparison.named("A4 audited over unaudited")
                .reference(round(new LeadRepository(unaudited, new LeadCache(), Clock.systemUTC())))
                .candidate(round(world.leads()))
                .warmUp(300)
                .build()));
        bench.note(String.format(
                Locale.ROOT,
                "insert + update + delete with audit take %.2f times as long as without (95 %% interval %.2f to %.2f,"
                        + " median of %d interleaved pairs)",
                ratio.value(),
                ratio.low(),
                ratio.high(),
                ratio.samples()));
    }

    private Operation round(LeadRepository repository) {
        return () -> {
            Lead lead = leads.next();
            long id = repository.create(lead);
            rename(repository, id, 1);
            repository.delete(id);
        };
    }

    private void requireOldAndNewValues(World world) {
        AuditTrail trail = world.trail();
        long id = world.leads().create(leads.next());
        rename(world.leads(), id, 1);
        AuditEvent update = trail.history(Leads.subject(id), 1).events().get(0);
        String old = update.oldValues().get("companyName");
        String now = update.newValues().get("companyName");
        if (Objects.equals(old, now) || !"Company, renamed 1".equals(now)) {
            throw new IllegalStateException(
                    "the event of an update must hold the old and the new company name: " + update);
        }
    }
}
