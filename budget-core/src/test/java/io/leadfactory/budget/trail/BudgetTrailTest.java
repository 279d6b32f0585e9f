package io.leadfactory.budget.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.context.AuditContext;
import io.leadfactory.audit.event.AuditEvent;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Note;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BudgetTrailTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final SessionFactory sessionFactory = new Configuration()
            .setProperty("hibernate.connection.url", "jdbc:h2:mem:" + UUID.randomUUID())
            .setProperty("hibernate.hbm2ddl.auto", "create-drop")
            .buildSessionFactory();

    private final List<Throwable> failures = new ArrayList<>();

    @AfterEach
    void close() {
        sessionFactory.close();
    }

    @Test
    void stop_reached_isInTheTrailTogetherWithTheTrip() {
        // readme:trail
        AuditTrail trail = AuditTrail.of(sessionFactory);
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100.00").per(Period.day()).build())
                .listener(BudgetTrail.of(trail))
                .build();
        // end:trail
        ledger.watch(monitor);
        try (AuditContext.Scope scope = AuditContext.actor("alice").open()) {
            monitor.reserve(Spend.of("85")).commit(new BigDecimal("85"));
            monitor.reserve(Spend.of("10")).commit(new BigDecimal("10"));
            monitor.tryReserve(Spend.of("0.01"));
        }

        List<AuditEvent> events = events(trail);
        assertThat(events).extracting(AuditEvent::action).containsExactly(BudgetTrail.BREAKER_OPEN, BudgetTrail.STOP);
        assertThat(events).extracting(AuditEvent::actor).containsOnly("alice");
        assertThat(events.get(1).details())
                .containsEntry("spent", "85.00")
                .containsEntry("held", "10.00")
                .containsEntry("limit", "100.00");
        assertThat(events.get(0).details()).containsEntry("reason", "95.00 spent and held, stop line 95.00");
    }

    @Test
    void overrun_committed_isInTheTrail() {
        AuditTrail trail = AuditTrail.of(sessionFactory);
        BudgetMonitor monitor = monitor(trail);
        Reservation reservation = monitor.reserve(Spend.of("1"));

        reservation.commit(new BigDecimal("1.25"));

        List<AuditEvent> events = events(trail);
        assertThat(events).extracting(AuditEvent::action).containsExactly(BudgetTrail.OVERRUN);
        assertThat(events.get(0).details())
                .containsEntry("reservation", reservation.id().toString())
                .containsEntry("hold", "1.00")
                .containsEntry("actual", "1.25")
                .containsEntry("spent", "1.25");
    }

    @Test
    void unpriced_passes_isInTheTrail() {
        AuditTrail trail = AuditTrail.of(sessionFactory);
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .unpriced(UnpricedPolicy.letPass())
                .listener(BudgetTrail.of(trail))
                .build());

        Reservation reservation = monitor.reserve(Spend.unpriced());

        List<AuditEvent> events = events(trail);
        assertThat(events).extracting(AuditEvent::action).containsExactly(BudgetTrail.UNPRICED);
        assertThat(events.get(0).details())
                .containsEntry("reservation", reservation.id().toString())
                .containsEntry("spent", "0.00");
    }

    @Test
    void define_andRemove_areInTheTrailWithOldAndNewLimit() {
        AuditTrail trail = AuditTrail.of(sessionFactory);
        BudgetMonitor monitor = monitor(trail);

        monitor.define(Budget.named("openai").limit("250").build(), new Note("maria", "new contract"));
        monitor.remove("openai");
        monitor.define(Budget.named("openai").limit("9").build());

        List<AuditEvent> events = events(trail);
        assertThat(events).extracting(AuditEvent::action).containsOnly(BudgetTrail.LIMIT_CHANGED);
        assertThat(events.get(2).details())
                .containsEntry("oldLimit", "100.00")
                .containsEntry("newLimit", "250.00")
                .containsEntry(
                        "after",
                        "budget \"openai\": 250.00 per total, zone Z, scope {}, lines at 0.8 WARNING, 0.95 STOP")
                .containsEntry("author", "maria")
                .containsEntry("reason", "new contract");
        assertThat(events.get(1).details()).containsEntry("oldLimit", "250.00").doesNotContainKey("newLimit");
        assertThat(events.get(0).details()).containsEntry("newLimit", "9.00").doesNotContainKey("oldLimit");
    }

    @Test
    void outage_over_isInTheTrailIfSomethingWasSpent() {
        AuditTrail trail = AuditTrail.of(sessionFactory);
        BudgetTrail listener = BudgetTrail.of(trail);

        listener.hear(new BudgetEvent.LedgerDown("openai", Instant.EPOCH));
        listener.hear(new BudgetEvent.LedgerBack("openai", BigDecimal.ZERO, Instant.EPOCH));
        listener.hear(new BudgetEvent.LedgerBack("openai", BigDecimal.TEN, Instant.EPOCH));
        listener.hear(new BudgetEvent.Unrecorded(
                "openai", new ReservationId(1, 2), BigDecimal.TEN, BigDecimal.ONE, "it ended before", Instant.EPOCH));

        List<AuditEvent> events = events(trail);
        assertThat(events).extracting(AuditEvent::action).containsExactly(BudgetTrail.UNRECORDED, BudgetTrail.OUTAGE);
        assertThat(events.get(0).details()).containsEntry("actual", "1").containsEntry("reason", "it ended before");
        assertThat(events.get(1).details()).containsEntry("spent", "10");
    }

    @Test
    void trail_cannotBeWritten_isToldToTheHandlerAndCostsNoMoney() {
        BudgetMonitor monitor = monitor(AuditTrail.of(sessionFactory));
        sessionFactory.close();

        monitor.reserve(Spend.of("95")).commit(new BigDecimal("94"));

        assertThat(failures).isNotEmpty();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("94");
    }

    @Test
    @SuppressWarnings("NullAway") // null is the bad input here
    void of_null_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BudgetTrail.of(null))
                .withMessage("trail must not be null");
    }

    private BudgetMonitor monitor(AuditTrail trail) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(BudgetTrail.of(trail))
                .listenerFailures((listener, event, failure) -> failures.add(failure))
                .build());
    }

    private static List<AuditEvent> events(AuditTrail trail) {
        return trail.history(Subject.of(BudgetTrail.SUBJECT_TYPE, "openai"), 10).events();
    }
}
