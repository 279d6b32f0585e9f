package io.leadfactory.suite.scenario;

import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.perf.define.Operation;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.util.concurrent.atomic.AtomicLong;

/** One component fails; it recovers at once, and the other one keeps its guarantees meanwhile. */
@IntegrationScenario
class I5ErrorCascade {
    private final Leads leads = new Leads();

    @PerfTest(id = "I5", title = "error cascade")
    void measures(Bench bench, Worlds worlds) {
        measure(bench, worlds.openStrict(), "audit context failure", Component.BUDGET, (world, monitor) -> {
            // Nobody has said who acts, and this world's trail refuses that.
            world.leads().create(leads.next());
        });
        measure(bench, worlds.openStrict(), "budget calculation error", Component.AUDIT, (world, monitor) -> {
            // Ten decimals cannot be counted in nano-units.
            monitor.tryReserve(Money.spend("0.0000000001"));
        });
        measure(bench, worlds.openStrict(), "database constraint error", Component.BUDGET, (world, monitor) -> {
            create(world, new Lead("taken@example.com", "Taken", "import"));
            create(world, new Lead("taken@example.com", "Taken again", "import"));
        });
        measure(bench, worlds.openStrict(), "session rollback", Component.BUDGET, (world, monitor) -> {
            try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
                world.sessions().inTransaction(session -> {
                    world.leads().create(session, leads.next());
                    session.flush();
                    throw new IllegalStateException("the application changed its mind");
                });
            }
        });
    }

    private enum Component {
        AUDIT,
        BUDGET
    }

    private interface Failure {
        void of(World world, BudgetMonitor monitor);
    }

    private void measure(Bench bench, World world, String label, Component other, Failure failure) {
        BudgetMonitor monitor = Money.plenty(world, world.budgetStore());
        AtomicLong asked = new AtomicLong();
        AtomicLong broken = new AtomicLong();
        Recovery recovery = new Recovery();

        Operation failing = () -> {
            try {
                failure.of(world, monitor);
            } finally {
                asked.incrementAndGet();
                if (!keepsWorking(world, monitor, other)) {
                    broken.incrementAndGet();
                }
            }
        };
        recovery.measure(bench, "I5", label, failing, () -> {
            create(world, leads.next());
            Money.pay(monitor);
        });

        long unexplained = unexplained(world, monitor, recovery.succeeded(), asked.get(), other);
        bench.judge(label, SuiteMetric.BROKEN_GUARANTEES, broken.get() + unexplained, asked.get());
    }

    private static boolean keepsWorking(World world, BudgetMonitor monitor, Component other) {
        try {
            if (other == Component.BUDGET) {
                Money.pay(monitor);
            } else {
                try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
                    world.trail().record(AuditEntry.of("CALLED", Leads.subject(1)));
                }
            }
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** How far the stored rows, events and payments are from what must be there. */
    private static long unexplained(World world, BudgetMonitor monitor, long succeeded, long asked, Component other) {
        long rows = world.number("select count(*) from lead where email <> 'taken@example.com'");
        long inserts = world.number("select count(*) from audit_event where action = 'INSERT'"
                + " and new_values not like '%taken@example.com%'");
        long explicit = world.number("select count(*) from audit_event where action = 'CALLED'");
        long payments = monitor.balance(Money.BUDGET)
                .spent()
                .divideToIntegralValue(Money.PRICE)
                .longValueExact();
        boolean budgetAsked = other == Component.BUDGET;
        return Math.abs(rows - succeeded)
                + Math.abs(inserts - succeeded)
                + Math.abs(explicit - (budgetAsked ? 0 : asked))
                + Math.abs(payments - succeeded - (budgetAsked ? asked : 0));
    }

    private static void create(World world, Lead lead) {
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            world.leads().create(lead);
        }
    }
}
