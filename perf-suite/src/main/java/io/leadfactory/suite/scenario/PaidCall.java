package io.leadfactory.suite.scenario;

import io.leadfactory.audit.AuditTrail;
import io.leadfactory.audit.event.AuditEntry;
import io.leadfactory.audit.event.Subject;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.suite.world.World;

/** What an application does around a call that costs money: write that it asks, hold the price, pay, write the outcome. */
final class PaidCall {
    private final AuditTrail trail;
    private final BudgetMonitor monitor;

    PaidCall(World world, BudgetMonitor monitor) {
        this.trail = world.trail();
        this.monitor = monitor;
    }

    void run(Subject subject) {
        trail.record(AuditEntry.of("ENRICHMENT_ASKED", subject));
        try (Reservation reservation = monitor.reserve(Money.spend(Money.PRICE.toPlainString()))) {
            reservation.commit(Money.PRICE);
        }
        trail.record(AuditEntry.of("ENRICHED", subject).detail("price", Money.PRICE.toPlainString()));
    }
}
