package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.fault.Fault;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.JDBCException;

/** A constraint error, a lost connection, a change without an actor: the next operation succeeds, nothing is half written. */
@MonitoringScenario
class M6ErrorRecovery {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

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
        AtomicLong attempts = new AtomicLong();
        measure(bench, lost, "a lost connection", 0, () -> {
            awaitAttempts(lost, attempts.get());
            lost.faults().inject(Fault.lostAtStatement(), 1);
            try {
                create(lost, leads.next());
            } catch (JDBCException failed) {
                attempts.addAndGet(isOfInsert(failed) ? 1 : 0);
                throw failed;
            }
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

    /** Who lost the connection while asking for an identifier has not attempted anything yet. */
    private static boolean isOfInsert(JDBCException failed) {
        String sql = failed.getSQL();
        return sql != null && sql.startsWith("insert");
    }

    /**
     * The trail records failed attempts in the background: the fault would break that connection in place of the next
     * operation's. If they do not come, that operation is not broken and the scenario fails.
     */
    private static void awaitAttempts(World world, long attempts) throws InterruptedException {
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (world.number("select count(*) from audit_event where outcome = 'FAILED'") < attempts
                && System.nanoTime() < until) {
            Thread.sleep(1);
        }
    }

    private static void create(World world, Lead lead) {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            world.leads().create(lead);
        }
    }
}
