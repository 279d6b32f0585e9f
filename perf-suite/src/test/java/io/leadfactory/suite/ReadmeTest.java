package io.leadfactory.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.audit.query.AuditPage;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Scenario;
import io.leadfactory.perf.judge.Judgement;
import io.leadfactory.perf.judge.Limit;
import io.leadfactory.perf.judge.Metric;
import io.leadfactory.perf.judge.Verdict;
import io.leadfactory.suite.lead.Lead;
import io.leadfactory.suite.world.DatabaseAddress;
import io.leadfactory.suite.world.World;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** The code in this project's READMEs, run. */
class ReadmeTest {
    @Test
    void first_code_works() {
        try (World world = World.open(DatabaseAddress.embedded())) {
            SessionFactory sessions = world.sessions();
            Lead lead = new Lead("contact@example.com", "Example", "import");
            // readme:first
            AuditTrail trail = AuditTrail.of(sessions); // the entity Lead is @Auditable
            Budget daily =
                    Budget.named("enrichment").limit("100.00").per(Period.day()).build();
            BudgetMonitor budgets = BudgetMonitor.builder().budget(daily).build();
            try (var who = AuditContext.actor("alice").reason("asked by phone").open();
                    var hold = budgets.reserve(Spend.of("0.50"))) { // throws when the day's money is spent
                sessions.inTransaction(session -> session.persist(lead)); // audited in this transaction
                hold.commit(new BigDecimal("0.41")); // what it cost in the end
            }
            AuditPage history = trail.history(Subject.of("Lead", "1"), 10);
            // end:first
            assertThat(history.events()).singleElement().satisfies(event -> {
                assertThat(event.actor()).isEqualTo("alice");
                assertThat(event.newValues()).containsEntry("companyName", "Example");
            });
            assertThat(budgets.balance("enrichment").spent()).isEqualByComparingTo("0.41");
            budgets.close();
        }
    }

    @Test
    void world_code_works() {
        // readme:world
        try (World world = World.open(DatabaseAddress.embedded())) {
            Scenario scenario = Scenario.named("create a lead")
                    .operation(user ->
                            world.leads().create(new Lead(user.iteration() + "@example.com", "Example", "import")))
                    .iterations(200)
                    .build();
            Judgement judgement = Perf.judge(Perf.measure(scenario), Limit.below(Metric.MEAN, Duration.ofMinutes(1)));
            System.out.println(judgement.verdict());
            // end:world
            assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        }
    }
}
