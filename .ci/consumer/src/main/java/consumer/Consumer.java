package consumer;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.Auditable;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.perf.Perf;
import io.leadfactory.perf.define.Scenario;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Uses each library once, as somebody would who has only the published artifacts. */
public final class Consumer {
    private Consumer() {}

    /** An audited entity. */
    @Entity(name = "Note")
    @Auditable
    public static class Note {
        @Id
        long id = 1;

        String text = "hello";
    }

    public static void main(String[] arguments) {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Note.class)
                .setProperty("hibernate.connection.url", "jdbc:h2:mem:consumer;DB_CLOSE_DELAY=-1")
                .setProperty("hibernate.hbm2ddl.auto", "create");
        Budget budget = Budget.named("all").limit("1.00").build();
        try (SessionFactory sessions = configuration.buildSessionFactory();
                BudgetMonitor budgets = BudgetMonitor.builder().budget(budget).build()) {
            sessions.inTransaction(session -> session.persist(new Note()));
            int events = AuditTrail.of(sessions).history(Subject.of("Note", "1"), 10).events().size();
            boolean granted = budgets.tryReserve(Spend.of("0.50")).isGranted();
            long samples = Perf.measure(Scenario.named("nothing").operation(() -> {}).iterations(100).build())
                    .samples();
            if (events != 1 || !granted || samples != 100) {
                throw new IllegalStateException(
                        "1 event, a grant and 100 samples were wanted: " + events + ", " + granted + ", " + samples);
            }
        }
        System.out.println("consumer: 1 event, 1 grant, 100 samples");
    }
}
