package io.leadfactory.budget.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.Alerts;
import io.leadfactory.budget.alert.BreakerState;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.alert.ListenerFailureHandler;
import io.leadfactory.budget.ledger.Account;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.Posting;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.BudgetStatus;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Window;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BudgetBreakersTest {
    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final List<BudgetEvent.BreakerChanged> changes = new ArrayList<>();
    private final ManualClock clock = new ManualClock("2026-11-23T12:00:00Z");
    private final BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
            .budget(Budget.named("openai").limit("100").per(Period.day()).build())
            .clock(clock)
            .listener(event -> {
                if (event instanceof BudgetEvent.BreakerChanged change) {
                    changes.add(change);
                }
            })
            .build());
    private final CircuitBreaker<Object> breaker = monitor.breaker("openai");

    @Test
    void breaker_stopReached_opensUntilThePeriodEnds() {
        monitor.reserve(Spend.of("95")).close();

        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.STOP);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.getRemainingDelay()).isBetween(Duration.ofHours(11), Duration.ofHours(12));
        assertThatThrownBy(() -> Failsafe.with(breaker).run(() -> monitor.reserve(Spend.of("1"))))
                .isInstanceOf(CircuitBreakerOpenException.class);
        assertThat(changes)
                .containsExactly(new BudgetEvent.BreakerChanged(
                        "openai", BreakerState.OPEN, "95.00 spent and held, stop line 95.00", clock.instant()));
    }

    @Test
    void breaker_refusedAboveTheWarnLine_opens() {
        monitor.reserve(Spend.of("90")).close();

        assertThat(monitor.tryReserve(Spend.of("6")).isGranted()).isFalse();

        assertThat(breaker.isOpen()).isTrue();
        assertThat(changes)
                .extracting(BudgetEvent.BreakerChanged::message)
                .containsExactly(
                        "circuit breaker of budget \"openai\" is open: a spend was refused with 90.00 spent and"
                                + " held, stop line 95.00");
    }

    @Test
    void breaker_oneSpendTooLargeForAFreeBudget_staysClosed() {
        monitor.reserve(Spend.of("10")).close();

        assertThat(monitor.tryReserve(Spend.of("90")).isGranted()).isFalse();

        assertThat(breaker.isClosed()).isTrue();
        assertThat(changes).isEmpty();
    }

    @Test
    void breaker_refusedThroughItself_opens() {
        monitor.reserve(Spend.of("90")).close();

        assertThatThrownBy(() -> Failsafe.with(breaker).run(() -> monitor.reserve(Spend.of("6"))))
                .isInstanceOf(BudgetRefusedException.class);

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void breaker_callFailsForAnotherReason_staysClosed() {
        assertThatThrownBy(() -> Failsafe.with(breaker).run(() -> {
                    throw new IllegalStateException("the provider is down");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void breaker_nextPeriod_isHalfOpenAndClosesWithTheFirstGrant() {
        monitor.reserve(Spend.of("95")).close();
        clock.set("2026-11-24T00:00:00Z");

        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.OK);
        assertThat(breaker.isHalfOpen()).isTrue();

        monitor.reserve(Spend.of("1")).release();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(changes)
                .extracting(BudgetEvent.BreakerChanged::state)
                .containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
        assertThat(changes)
                .extracting(BudgetEvent.BreakerChanged::reason)
                .containsExactly(
                        "95.00 spent and held, stop line 95.00", "a new period began", "a reservation was granted");
    }

    @Test
    void breaker_nextPeriodFirstSeenByAGrant_closesAtOnce() {
        monitor.reserve(Spend.of("95")).close();
        clock.set("2026-11-24T00:00:00Z");

        monitor.reserve(Spend.of("1")).release();

        assertThat(breaker.isClosed()).isTrue();
    }

    @Test
    void breaker_nextPeriodStoppedByItsFirstGrant_isOpenUntilThatOneEnds() {
        monitor.reserve(Spend.of("95")).close();
        clock.set("2026-11-24T06:00:00Z");

        monitor.reserve(Spend.of("95")).close();

        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.getRemainingDelay()).isBetween(Duration.ofHours(17), Duration.ofHours(18));
    }

    @Test
    void breaker_moneyComesBack_isHalfOpen() {
        Reservation reservation = monitor.reserve(Spend.of("95"));
        assertThat(breaker.isOpen()).isTrue();

        reservation.commit(new BigDecimal("40"));

        assertThat(breaker.isHalfOpen()).isTrue();
        assertThat(changes.get(1).reason()).isEqualTo("money came back");
    }

    @Test
    void breaker_halfOpenAndRefusedAgain_opensAgain() {
        Reservation reservation = monitor.reserve(Spend.of("95"));
        reservation.commit(new BigDecimal("94"));
        assertThat(breaker.isHalfOpen()).isTrue();

        assertThatThrownBy(() -> Failsafe.with(breaker).run(() -> monitor.reserve(Spend.of("6"))))
                .isInstanceOf(BudgetRefusedException.class);

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void breaker_halfOpenAndGrantedThroughItself_closes() {
        Reservation reservation = monitor.reserve(Spend.of("95"));
        reservation.commit(new BigDecimal("40"));

        Failsafe.with(breaker).run(() -> monitor.reserve(Spend.of("1")).release());

        assertThat(breaker.isClosed()).isTrue();
        assertThat(Failsafe.with(breaker).get(() -> "through")).isEqualTo("through");
    }

    @Test
    void breaker_overrunOverTheLine_opens() {
        monitor.reserve(Spend.of("1")).commit(new BigDecimal("200"));

        assertThat(breaker.isOpen()).isTrue();
        assertThat(monitor.balance("openai").free()).isEqualByComparingTo("-100");
    }

    @Test
    void breaker_lateOverrunInAPeriodThatIsOver_staysClosed() {
        Reservation yesterday = monitor.reserve(Spend.of("1"));
        clock.set("2026-11-24T00:00:01Z");

        yesterday.commit(new BigDecimal("200"));

        assertThat(breaker.isClosed()).isTrue();
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.OK);
    }

    @Test
    void breaker_openedByHand_isLeftAlone() {
        breaker.open();

        monitor.reserve(Spend.of("1")).release();

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void breaker_openedByHandAfterATripOfThePast_isLeftAlone() {
        monitor.reserve(Spend.of("95")).close();
        breaker.close();
        breaker.open();
        clock.set("2026-11-24T00:00:00Z");

        monitor.reserve(Spend.of("1")).release();

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void breaker_refusalIsTrueNoMoreWhenItIsHeard_staysClosed() {
        Budget budget = monitor.budgets().get(0);
        BudgetBreakers breakers = new BudgetBreakers(
                List.of(budget), new Alerts(List.of(), ListenerFailureHandler.logging(), clock), clock);
        Account givenBack = new FixedAccount(budget, budget.windowAt(clock.instant()), new Totals(85_000_000_000L, 0));

        breakers.refused(givenBack, new Totals(85_000_000_000L, 9_000_000_000L), 2_000_000_000L);
        assertThat(breakers.breaker("openai").isClosed()).isTrue();

        breakers.refused(givenBack, givenBack.totals(), 11_000_000_000L);
        assertThat(breakers.breaker("openai").isOpen()).isTrue();
    }

    @Test
    void breaker_moneyComesBackWhileItOpens_isHalfOpen() {
        Budget budget = monitor.budgets().get(0);
        BudgetBreakers breakers = new BudgetBreakers(
                List.of(budget), new Alerts(List.of(), ListenerFailureHandler.logging(), clock), clock);
        Totals stopped = new Totals(0, 95_000_000_000L);
        List<Totals> reads = new ArrayList<>(List.of(stopped, Totals.ZERO));
        Account account = new MovingAccount(budget, budget.windowAt(clock.instant()), reads);

        breakers.granted(new Posting(account, stopped, account.budget().thresholds(), 1));

        assertThat(breakers.breaker("openai").isHalfOpen()).isTrue();
    }

    /** Each read finds the next totals; the last stay. */
    private record MovingAccount(Budget budget, Window window, List<Totals> reads) implements Account {
        @Override
        public long dueMillis() {
            return Long.MAX_VALUE;
        }

        @Override
        public Totals totals() {
            return reads.size() > 1 ? reads.remove(0) : reads.get(0);
        }
    }

    private record FixedAccount(Budget budget, Window window, Totals totals) implements Account {
        @Override
        public long dueMillis() {
            return Long.MAX_VALUE;
        }
    }

    @Test
    void breaker_clockComesBackFromTheFarFuture_opens() {
        clock.set("9999-12-31T12:00:00Z");
        assertThat(monitor.status("openai")).isEqualTo(BudgetStatus.OK);
        clock.set("2026-11-23T12:00:00Z");

        monitor.reserve(Spend.of("95")).close();

        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void breaker_ledgerIsStoppedBeforeTheMonitorIsBuilt_isOpenAtOnce() {
        BudgetStore store = BudgetStore.inMemory();
        Budget budget = Budget.named("all").limit("100").build();
        BudgetMonitor.builder().budget(budget).store(store).build().reserve(Spend.of("95"));

        BudgetMonitor later =
                ledger.watch(BudgetMonitor.builder().budget(budget).store(store).build());

        assertThat(later.breaker("all").isOpen()).isTrue();
    }

    @Test
    void breaker_ofAnotherBudget_isNotTouched() {
        BudgetMonitor two = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("all").limit("100").build())
                .budget(Budget.named("tenant").limit("10").scope("tenant", "a").build())
                .build());
        two.reserve(Spend.of("9").tag("tenant", "a")).close();

        assertThat(two.tryReserve(Spend.of("1").tag("tenant", "a")).isGranted()).isFalse();

        assertThat(two.breaker("tenant").isOpen()).isTrue();
        assertThat(two.breaker("all").isClosed()).isTrue();
    }

    @Test
    void breaker_ofATotalBudget_staysOpenUntilMoneyComesBack() {
        BudgetMonitor total = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("all").limit("100").build())
                .build());
        Reservation reservation = total.reserve(Spend.of("95"));
        assertThat(total.breaker("all").getRemainingDelay()).isGreaterThan(Duration.ofDays(36_000));

        reservation.release();

        assertThat(total.breaker("all").isHalfOpen()).isTrue();
    }
}
