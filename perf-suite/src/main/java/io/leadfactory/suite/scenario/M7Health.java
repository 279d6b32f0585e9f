package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.query.AuditQuery;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.judge.Figure;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.junit.PerfTest;
import io.leadfactory.perf.measure.Measurement;
import io.leadfactory.perf.measure.TimeSource;
import io.leadfactory.suite.contract.SuiteMetric;
import io.leadfactory.suite.health.ComponentHealth;
import io.leadfactory.suite.health.HealthCheck;
import io.leadfactory.suite.lead.LeadView;
import io.leadfactory.suite.world.World;
import io.leadfactory.suite.world.Worlds;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Database, audit trail, budget monitor, lead repository and cache, asked one after the other. */
@MonitoringScenario
class M7Health {
    private static final int LEADS = 50;

    private final Leads leads = new Leads();

    @PerfTest(id = "M7", title = "health check")
    void measures(Bench bench, Worlds worlds) {
        World world = worlds.open();
        for (int i = 0; i < LEADS; i++) {
            world.leads().create(leads.next());
        }
        BudgetMonitor monitor = Money.plenty(world, world.budgetStore());
        Money.pay(monitor);
        HealthCheck check = check(world, monitor);
        Map<String, Long> slowest = new LinkedHashMap<>();
        long before = rows(world);

        Measurement measurement = bench.measure(Scenario.named("M7")
                .operation(user -> {
                    for (ComponentHealth health : check.check()) {
                        requireHealthy(health);
                        if (!user.warmingUp()) {
                            slowest.merge(health.component(), health.took().toNanos(), Math::max);
                        }
                    }
                })
                .warmUp(Bench.WARM_UP)
                .iterations(500)
                .build());

        bench.judge("", measurement);
        bench.judge("", SuiteMetric.RUBBISH, Math.abs(rows(world) - before), measurement.samples());
        slowest.forEach((component, nanos) ->
                bench.judge(component, Figure.exact(Metric.MAX, (double) nanos, measurement.samples()), "component"));
    }

    private static HealthCheck check(World world, BudgetMonitor monitor) {
        AuditTrail trail = world.trail();
        LeadView view = world.leads().view(1).orElseThrow();
        return new HealthCheck(TimeSource.system())
                .with("database", () -> {
                    try (Connection connection = world.dataSource().getConnection();
                            Statement statement = connection.createStatement();
                            ResultSet result = statement.executeQuery("select 1")) {
                        if (!result.next()) {
                            throw new IllegalStateException("the database does not answer");
                        }
                        return connection.getMetaData().getDatabaseProductVersion();
                    }
                })
                .with(
                        "audit trail",
                        () -> trail.find(AuditQuery.all().limit(1)).events().size() + " event read")
                .with("budget monitor", () -> monitor.status(Money.BUDGET).name())
                .with("lead repository", () -> world.leads().count() + " leads")
                .with("cache", () -> {
                    if (world.cache().find(view.id()).isEmpty()) {
                        throw new IllegalStateException("the cache has lost a lead");
                    }
                    return world.cache().size() + " views";
                });
    }

    private static void requireHealthy(ComponentHealth health) {
        if (!health.healthy()) {
            throw new IllegalStateException(health.component() + " is not healthy: " + health.detail());
        }
    }

    private static long rows(World world) {
        return world.number("select (select count(*) from lead) + (select count(*) from audit_event)"
                + " + (select count(*) from budget_entry)");
    }
}
