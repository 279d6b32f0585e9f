package io.leadfactory.budget.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.failsafe.CircuitBreaker;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.Stores;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A budget for the last hour, which moves in steps of a minute. */
class RollingPeriodTest {
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Period HOUR = Period.rolling(Duration.ofHours(1), 60);

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final List<BudgetEvent> events = new ArrayList<>();

    private BudgetMonitor monitor(Stores store) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("maps").limit("100").stopAt("1").per(HOUR).build())
                .clock(clock)
                .store(store.create())
                .listener(events::add)
                .build());
    }

    private static void spend(BudgetMonitor monitor, String amount) {
        monitor.reserve(Spend.of(amount)).commit(new BigDecimal(amount));
    }

    @ParameterizedTest
    @EnumSource
    void spent_anHourAndAStepAgo_countsNoLonger(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "60");
        clock.advance(Duration.ofMinutes(30));
        spend(monitor, "40");

        assertThat(monitor.tryReserve(Spend.of("1")).isGranted()).isFalse();
        clock.advance(Duration.ofMinutes(30));
        assertThat(monitor.tryReserve(Spend.of("1")).isGranted())
                .describedAs("the step in which it was spent lies in the hour")
                .isFalse();
        clock.advance(STEP);
        assertThat(monitor.balance("maps").spent()).isEqualByComparingTo("40");
        assertThat(monitor.tryReserve(Spend.of("60")).isGranted()).isTrue();
        assertThat(monitor.tryReserve(Spend.of("0.01")).isGranted()).isFalse();
        assertThat(monitor.entries("maps")).extracting(Entry::kind).contains(Entry.Kind.FELL_OUT);
    }

    @ParameterizedTest
    @EnumSource
    void spent_thenNothingForHours_fallsOutAsIfSomebodyHadAsked(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "100");
        clock.advance(Duration.ofMinutes(61));

        assertThat(monitor.tryReserve(Spend.of("100")).isGranted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void held_beforeAndCommittedLater_countsFromTheCommit(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Reservation reservation = monitor.reserve(Spend.of("80"));
        clock.advance(Duration.ofMinutes(90));
        assertThat(monitor.balance("maps").held()).isEqualByComparingTo("80");

        reservation.commit(new BigDecimal("70"));
        clock.advance(Duration.ofMinutes(59));

        assertThat(monitor.balance("maps").spent()).isEqualByComparingTo("70");
        clock.advance(Duration.ofMinutes(2));
        assertThat(monitor.balance("maps").spent()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void ticket_heldBeforeAndCommittedLater_countsFromTheCommit(Stores store) {
        BudgetMonitor monitor = monitor(store);
        BudgetLine line = monitor.line("maps");
        long ticket = line.reserve(80_000_000_000L);
        clock.advance(Duration.ofMinutes(90));

        line.commit(ticket, 70_000_000_000L);
        clock.advance(Duration.ofMinutes(59));

        assertThat(line.reservable()).isEqualTo(30_000_000_000L);
        clock.advance(Duration.ofMinutes(2));
        assertThat(line.tryReserve(100_000_000_000L)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void refund_isTakenFromWhatWouldHaveFallenOutFirst(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "60");
        clock.advance(Duration.ofMinutes(30));
        spend(monitor, "40");
        monitor.refund("maps", new BigDecimal("50"));

        clock.advance(Duration.ofMinutes(31));
        assertThat(monitor.balance("maps").spent()).isEqualByComparingTo("40");
        clock.advance(Duration.ofMinutes(30));
        assertThat(monitor.balance("maps").spent()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void lines_reachedAgainAfterItFellOut_areToldAgain(Stores store) {
        BudgetMonitor monitor = monitor(store);
        spend(monitor, "100");
        assertThat(monitor.breaker("maps").getState()).isEqualTo(CircuitBreaker.State.OPEN);
        clock.advance(Duration.ofMinutes(61));
        monitor.status("maps");
        assertThat(monitor.breaker("maps").getState()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        spend(monitor, "85");

        assertThat(events)
                .filteredOn(BudgetEvent.ThresholdReached.class::isInstance)
                .extracting(event -> ((BudgetEvent.ThresholdReached) event).status() + " "
                        + ((BudgetEvent.ThresholdReached) event).round())
                .containsExactly("WARNING 1", "STOP 1", "WARNING 2");
    }

    /** Against a list of what was spent when: never less than the last hour, never more than that and a step. */
    @ParameterizedTest
    @EnumSource
    void spent_atRandom_isWhatTheLastHourHad(Stores store) {
        BudgetMonitor monitor = monitor(store);
        Random random = new Random(20261123);
        List<Spent> all = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(random.nextInt(10) == 0 ? 3_000 : 100)));
            BigDecimal amount = BigDecimal.valueOf(1 + random.nextInt(1_500), 2);
            Instant now = clock.instant();
            Decision decision = monitor.tryReserve(Spend.of(amount));
            if (decision.isGranted()) {
                decision.reservation().commit(amount);
                all.add(new Spent(now, NanoUnits.of("amount", amount)));
            }
            long counted = NanoUnits.of("spent", monitor.balance("maps").spent());
            assertThat(counted)
                    .isGreaterThanOrEqualTo(sumSince(all, now.minus(Duration.ofHours(1))))
                    .isLessThanOrEqualTo(
                            sumSince(all, now.minus(Duration.ofHours(1)).minus(STEP)))
                    .isLessThanOrEqualTo(100_000_000_000L);
        }
    }

    private record Spent(Instant at, long units) {}

    private static long sumSince(List<Spent> all, Instant since) {
        return all.stream()
                .filter(spent -> spent.at().isAfter(since))
                .mapToLong(Spent::units)
                .sum();
    }

    @Test
    void rolling_bad_saysWhatIsWanted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.rolling(Duration.ZERO))
                .withMessage("length of a rolling period must be positive and at most PT87840H: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.rolling(Duration.ofMillis(99), 100))
                .withMessage("a rolling period must have steps of whole milliseconds: PT0.099S in 100 steps");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Period.rolling(Duration.ofHours(1), 0))
                .withMessage("a rolling period must have 1 to 1000 steps: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Budget.named("maps").limit("1").carryOver("1").per(HOUR).build())
                .withMessage("budget \"maps\" must have a period that ends to carry anything over: it is rolling PT1H");
        assertThat(HOUR.name()).isEqualTo("ROLLING_PT1H_60");
        assertThat(HOUR).isEqualTo(Period.rolling(Duration.ofMinutes(60), 60)).isNotEqualTo(Period.hour());
    }
}
