package io.leadfactory.budget.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.Database;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.AlertOutbox;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.Spend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventIdTest {
    /** Whoever tells it, and how often: a receiver sees one. */
    @Test
    void of_lineToldAgainByAnotherMonitor_isTheSameId() {
        ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
        List<String> first = new ArrayList<>();
        List<String> again = new ArrayList<>();
        try (Database database = Database.withTables()) {
            try (BudgetMonitor monitor = monitor(database, clock, first, true)) {
                monitor.reserve(Spend.of("90"));
            }
            clock.advance(Duration.ofDays(2).plus(AlertOutbox.GRACE));
            monitor(database, clock, again, false).close();
        }

        assertThat(first).hasSize(2).doesNotHaveDuplicates();
        assertThat(again).isEqualTo(first);
    }

    private static BudgetMonitor monitor(Database database, ManualClock clock, List<String> ids, boolean fails) {
        return BudgetMonitor.builder()
                .budget(Budget.named("openai")
                        .limit("100")
                        .per(Period.day())
                        .alertAt("0.50")
                        .build())
                .store(BudgetStore.jdbc(database.dataSource()))
                .clock(clock)
                .listener(event -> {
                    if (event instanceof BudgetEvent.ThresholdReached || event instanceof BudgetEvent.ShareReached) {
                        ids.add(EventId.of(event, "billing"));
                        if (fails) {
                            throw new IllegalStateException("killed before it returned");
                        }
                    }
                })
                .listenerFailures((listener, event, failure) -> {})
                .build();
    }
}
