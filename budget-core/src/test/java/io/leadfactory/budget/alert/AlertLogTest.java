package io.leadfactory.budget.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.ReservationId;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class AlertLogTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final List<String> lines = new ArrayList<>();

    @Test
    void hear_whatAMonitorTells_isOneLineOfItsLevelEach() {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .listener(new AlertLog(new ListLogger(Level.TRACE)))
                .build());

        Reservation reservation = monitor.reserve(Spend.of("80"));
        reservation.commit(new BigDecimal("81"));
        monitor.reserve(Spend.of("14")).release();
        monitor.reserve(Spend.of("1")).close();

        assertThat(lines)
                .filteredOn(line -> !line.contains("circuit breaker"))
                .containsExactly(
                        "WARN budget \"openai\" reached WARNING: 0.00 of 100.00 spent, 80.00 held",
                        "WARN budget \"openai\" was overrun: reservation %s held 80.00 and cost 81.00; now 81.00 of 100.00 spent"
                                .formatted(reservation.id()),
                        "ERROR budget \"openai\" reached STOP: 81.00 of 100.00 spent, 14.00 held");
    }

    @Test
    void hear_breakerChanges_areWarningsWhenItOpens() {
        AlertLog log = new AlertLog(new ListLogger(Level.TRACE));

        for (BreakerState state : List.of(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED)) {
            log.hear(new BudgetEvent.BreakerChanged("openai", state, "because", Instant.EPOCH));
        }

        assertThat(lines)
                .containsExactly(
                        "WARN circuit breaker of budget \"openai\" is open: because",
                        "INFO circuit breaker of budget \"openai\" is half-open: because",
                        "INFO circuit breaker of budget \"openai\" is closed: because");
    }

    @Test
    void hear_anotherDefinition_isAnInformation() {
        Budget before = Budget.named("openai").limit("100").build();
        Budget after = Budget.named("openai").limit("50").forEach("tenant").build();

        new AlertLog(new ListLogger(Level.TRACE))
                .hear(new BudgetEvent.LimitChanged("openai", before, after, null, Instant.EPOCH));

        assertThat(lines)
                .containsExactly("INFO budget \"openai\" was defined anew: 50.00 per total for each tenant"
                        + " instead of 100.00 per total");
    }

    @Test
    void hear_outage_isAnErrorUntilItIsOver() {
        AlertLog log = new AlertLog(new ListLogger(Level.TRACE));

        log.hear(new BudgetEvent.LedgerDown("openai", Instant.EPOCH));
        log.hear(new BudgetEvent.LedgerBack("openai", BigDecimal.TEN, Instant.EPOCH));
        log.hear(new BudgetEvent.Unrecorded(
                "openai", new ReservationId(1, 2), BigDecimal.TEN, BigDecimal.ONE, "it ended before", Instant.EPOCH));

        assertThat(lines)
                .containsExactly(
                        "ERROR the ledger of budget \"openai\" cannot be reached: the database is down",
                        "INFO the ledger of budget \"openai\" is back: 10 spent meanwhile is recorded",
                        "ERROR budget \"openai\": reservation 0000000000000001-2 held 10 and cost 1, which is not"
                                + " recorded: it ended before");
    }

    @Test
    void hear_furtherThreshold_isAnInformation() {
        Budget budget = Budget.named("openai").limit("100").alertAt("0.995").build();

        new AlertLog(new ListLogger(Level.TRACE))
                .hear(new BudgetEvent.ShareReached(
                        budget.thresholds().get(2),
                        budget.balanceOf(budget.windowAt(Instant.EPOCH), 99_500_000_000L, 0),
                        1,
                        Instant.EPOCH));

        assertThat(lines)
                .containsExactly(
                        "INFO budget \"openai\" reached 99.5 % of its limit: 99.50 of 100.00 spent, 0.00 held");
    }

    @Test
    void hear_lineBreaksInNames_stayOneLine() {
        AlertLog log = new AlertLog(new ListLogger(Level.TRACE));

        log.hear(new BudgetEvent.BreakerChanged(
                "a\r\nERROR {} forged\u2028\u0085b", BreakerState.OPEN, "tab\there", Instant.EPOCH));

        assertThat(lines)
                .containsExactly("WARN circuit breaker of budget \"a\\u000d\\u000aERROR {} forged\\u2028\\u0085b\""
                        + " is open: tab\\u0009here");
    }

    @Test
    void hear_levelOff_writesNothing() {
        AlertLog log = new AlertLog(new ListLogger(Level.ERROR));

        log.hear(new BudgetEvent.BreakerChanged("openai", BreakerState.OPEN, "stopped", Instant.EPOCH));

        assertThat(lines).isEmpty();
    }

    @Test
    void logging_withWhateverIsBound_hears() {
        BudgetListener.logging()
                .hear(new BudgetEvent.BreakerChanged("openai", BreakerState.CLOSED, "granted", Instant.EPOCH));

        assertThat(BudgetListener.logging()).hasToString("log of budget events");
    }

    /** Keeps what is logged at a level or above. */
    private final class ListLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;
        private final Level lowest;

        ListLogger(Level lowest) {
            this.lowest = lowest;
        }

        @Override
        public boolean isTraceEnabled() {
            return isOn(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return isOn(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return isOn(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return isOn(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return isOn(Level.ERROR);
        }

        private boolean isOn(Level level) {
            return level.toInt() >= lowest.toInt();
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable failure) {
            lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
        }
    }
}
