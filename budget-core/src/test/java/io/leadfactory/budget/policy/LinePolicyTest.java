package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorClosedException;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.TooManyTicketsException;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same scenarios by reservations and by tickets of a line. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LinePolicyTest {
    private static final String MORNING = "2026-11-23T12:00:00Z";

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private final ManualClock clock = new ManualClock(MORNING);
    private final List<BudgetEvent> events = new ArrayList<>();

    private static Budget budget(String limit) {
        return Budget.named("openai").limit(limit).per(Period.day()).build();
    }

    private BudgetMonitor monitor() {
        return ledger.watch(BudgetMonitor.builder()
                .budget(budget("100"))
                .clock(clock)
                .listener(events::add)
                .build());
    }

    private static String spent(BudgetMonitor monitor) {
        assertThat(monitor.balance("openai").held()).describedAs("held").isZero();
        return monitor.balance("openai").spent().toPlainString();
    }

    /** Without what differs from run to run: the ids of holds. */
    private static String shown(BudgetEvent event) {
        return event instanceof BudgetEvent.Overrun overrun
                ? "overrun of %s: %s, %s".formatted(overrun.hold(), overrun.actual(), overrun.balance())
                : event.toString();
    }

    private List<String> told(Way way, Mode mode) {
        events.clear();
        BudgetMonitor monitor = monitor();
        List<String> told = new ArrayList<>();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("10"))
                .cost(BigDecimal::new)
                .onRefused(event -> told.add("refused " + event.refusal() + " of " + event.spend()))
                .build();
        CircuitBreaker<Object> breaker = monitor.breaker("openai");
        for (String cost : List.of("10", "0", "9.5", "12.25", "10", "10", "10", "10", "5", "9", "30", "10", "1")) {
            Mode.Outcome outcome = mode.run(Failsafe.with(policy), context -> cost);
            told.add("%s, %s, %s".formatted(outcome, monitor.balance("openai"), breaker.getState()));
        }
        clock.advance(Duration.ofDays(1));
        told.add("%s".formatted(mode.run(Failsafe.with(policy), context -> "1")));
        told.add("%s, %s".formatted(monitor.balance("openai"), breaker.getState()));
        events.forEach(event -> told.add(shown(event)));
        clock.set(MORNING);
        return told;
    }

    @ParameterizedTest
    @EnumSource
    void calls_upToTheLineAndBeyond_areToldTheSame(Mode mode) {
        List<String> byReservation = told(Way.LONG, mode);

        assertThat(told(Way.SHORT, mode)).containsExactlyElementsOf(byReservation);
        assertThat(byReservation)
                .anyMatch(line -> line.startsWith("refused"))
                .anyMatch(line -> line.startsWith("overrun"))
                .anyMatch(line -> line.contains("HALF_OPEN") || line.contains("half-open"));
    }

    @ParameterizedTest
    @EnumSource
    void entries_byTicket_areASumThatIsTheSame(Way way) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy =
                way.builder(monitor).spend(Spend.of("0.50")).build();

        Failsafe.with(policy).get(() -> "an answer");
        Failsafe.with(policy).get(() -> "an answer");

        assertThat(spent(monitor)).isEqualTo("1.00");
        assertThat(monitor.entries("openai").stream().map(Entry::kind).distinct())
                .containsExactlyElementsOf(
                        way == Way.SHORT
                                ? List.of(Entry.Kind.SETTLEMENT)
                                : List.of(Entry.Kind.HOLD, Entry.Kind.CHARGE));
    }

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void definition_changedBetweenCalls_appliesToTheNext(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.priced(monitor).build();
        assertThat(mode.run(Failsafe.with(policy), context -> "0.41").result()).isEqualTo("0.41");

        monitor.define(budget("0.60"));
        assertThat(mode.run(Failsafe.with(policy), context -> "0.41").exception())
                .isInstanceOf(BudgetRefusedException.class);

        monitor.define(budget("50"));
        assertThat(mode.run(Failsafe.with(policy), context -> {
                            monitor.define(budget("40"));
                            return "0.09";
                        })
                        .result())
                .isEqualTo("0.09");
        assertThat(spent(monitor)).isEqualTo("0.50");

        monitor.remove("openai");
        assertThat(mode.run(Failsafe.with(policy), context -> "0.41").exception())
                .isInstanceOf(UnmatchedSpendException.class);

        monitor.define(Budget.named("everything").limit("10").build());
        mode.run(Failsafe.with(policy), context -> "0.03");
        assertThat(monitor.balance("everything").spent()).isEqualByComparingTo("0.03");
    }

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void hold_endsInTheNextPeriod_belongsToItsOwn(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.priced(monitor).build();

        mode.run(Failsafe.with(policy), context -> {
            clock.advance(Duration.ofDays(1));
            mode.run(Failsafe.with(policy), inner -> "0.02");
            return "0.75";
        });

        assertThat(spent(monitor)).isEqualTo("0.02");
        assertThat(monitor.checkLedger())
                .extracting(check -> check.totals().spent())
                .containsExactlyInAnyOrder(750_000_000L, 20_000_000L);
    }

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void hold_livesTooLong_isChargedAndTheCallReturns(Way way, Mode mode) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .clock(clock)
                .timeToLive(Duration.ofMinutes(1))
                .build());
        List<BudgetUnsettledEvent> unsettled = new ArrayList<>();
        BudgetPolicy<String> policy =
                way.priced(monitor).onUnsettled(unsettled::add).build();

        Mode.Outcome outcome = mode.run(Failsafe.with(policy), context -> {
            clock.advance(Duration.ofMinutes(2));
            assertThat(spent(monitor)).isEqualTo("0.50");
            return "0.41";
        });

        assertThat(outcome.result()).isEqualTo("0.41");
        assertThat(spent(monitor)).isEqualTo("0.50");
        assertThat(unsettled).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void monitor_isClosedDuringTheCall_letsTheHoldEnd(Way way, Mode mode) {
        BudgetMonitor monitor = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .build();
        List<BudgetUnsettledEvent> unsettled = new ArrayList<>();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .onUnsettled(unsettled::add)
                .build();

        assertThat(mode.run(Failsafe.with(policy), context -> {
                            monitor.close();
                            return "an answer";
                        })
                        .result())
                .isEqualTo("an answer");

        assertThat(unsettled).isEmpty();
        assertThat(mode.run(Failsafe.with(policy), context -> "an answer").exception())
                .isInstanceOf(BudgetMonitorClosedException.class);
    }

    @Test
    void reservationOfATicket_andItsNumber_endItOnce() {
        BudgetMonitor monitor = monitor();
        BudgetLine line = monitor.line(Tags.none());
        long first = line.reserve(500_000_000);
        long second = line.reserve(500_000_000);
        Reservation byNumber = line.reservation(first);
        Reservation byItself = line.reservation(second);

        line.release(first);
        byItself.commit(new BigDecimal("0.41"));

        byNumber.close();
        assertThat(byNumber.isOpen()).isFalse();
        assertThatThrownBy(() -> line.reservation(first)).isInstanceOf(ReservationEndedException.class);
        assertThatThrownBy(() -> byItself.commit(BigDecimal.ONE)).isInstanceOf(ReservationEndedException.class);
        assertThatThrownBy(() -> line.commit(second, 1)).isInstanceOf(ReservationEndedException.class);
        assertThat(spent(monitor)).isEqualTo("0.41");
    }

    @Test
    void tickets_areUsedUp_takesAReservation() {
        BudgetMonitor monitor = monitor();
        BudgetLine line = monitor.line(Tags.none());
        BudgetPolicy<String> policy =
                BudgetPolicy.<String>builder(line).spend(Spend.of("0.50")).build();
        List<Long> tickets = new ArrayList<>();
        boolean full = false;
        while (!full) {
            try {
                tickets.add(line.tryReserve(1));
            } catch (TooManyTicketsException none) {
                full = true;
            }
        }

        assertThat(Failsafe.with(policy).get(() -> "an answer")).isEqualTo("an answer");

        tickets.forEach(line::release);
        assertThat(spent(monitor)).isEqualTo("0.50");
        assertThat(monitor.entries("openai").stream().map(Entry::kind)).contains(Entry.Kind.HOLD, Entry.Kind.CHARGE);
    }

    @ParameterizedTest
    @EnumSource
    void spend_withAKey_isMadeOnce(Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = Way.SHORT
                .builder(monitor)
                .spend(context -> Spend.of("0.50").key("order-17"))
                .build();
        AtomicInteger calls = new AtomicInteger();

        mode.run(Failsafe.with(policy), context -> "" + calls.incrementAndGet());
        Mode.Outcome again = mode.run(Failsafe.with(policy), context -> "" + calls.incrementAndGet());

        assertThat(again.exception()).isInstanceOf(ReservationEndedException.class);
        assertThat(calls).hasValue(1);
        assertThat(spent(monitor)).isEqualTo("0.50");
        assertThat(monitor.tryReserve(Spend.of("0.50").key("order-17")).isRepeated())
                .describedAs("it is the same request without a line")
                .isTrue();
    }

    @Test
    void key_usedForOtherBudgets_isAConflict() {
        BudgetMonitor monitor = monitor();
        Spend spend = Spend.of("0.50").key("order-17");
        monitor.line(Tags.none()).tryReserve(spend).reservation().release();

        Mode.Outcome outcome = Mode.SYNC.run(
                Failsafe.with(BudgetPolicy.<String>builder(monitor.line("openai"))
                        .spend(spend)
                        .build()),
                context -> "an answer");

        assertThat(Objects.requireNonNull(outcome.exception()).getClass().getSimpleName())
                .isEqualTo("IdempotencyConflictException");
    }

    @ParameterizedTest
    @EnumSource
    void spend_unpriced_followsTheMonitor(Mode mode) {
        BudgetMonitor refusing = monitor();
        BudgetMonitor passing = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .unpriced(UnpricedPolicy.letPass())
                .listener(events::add)
                .build());

        assertThat(mode.run(
                                Failsafe.with(Way.SHORT
                                        .builder(refusing)
                                        .spend(Spend.unpriced())
                                        .build()),
                                context -> "an answer")
                        .exception())
                .isInstanceOf(UnpricedSpendException.class);
        assertThat(mode.run(
                                Failsafe.with(Way.SHORT
                                        .builder(passing)
                                        .spend(Spend.unpriced())
                                        .build()),
                                context -> "an answer")
                        .result())
                .isEqualTo("an answer");
        assertThat(spent(passing)).isEqualTo("0.00");
        assertThat(events).hasAtLeastOneElementOfType(BudgetEvent.UnpricedPassed.class);
    }

    @Test
    void spend_withTags_isRefusedSinceTheLineSaysWhichBudgets() {
        BudgetMonitor monitor = monitor();
        Spend tagged = Spend.of("0.50").tag("provider", "openai");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Way.SHORT.builder(monitor).spend(tagged).build())
                .withMessageContaining("must have no tags");
        assertThat(Mode.SYNC
                        .run(
                                Failsafe.with(Way.SHORT
                                        .builder(monitor)
                                        .spend(context -> tagged)
                                        .build()),
                                context -> "an answer")
                        .exception())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have no tags");
        assertThat(spent(monitor)).isEqualTo("0.00");
    }

    @Test
    void call_fromAnotherThread_isFound() {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy =
                Way.SHORT.builder(monitor).spend(Spend.of("0.50")).build();

        Failsafe.with(policy).get(context -> {
            Thread other = new Thread(() -> policy.call(context).spent("0.11"));
            other.start();
            other.join();
            return "an answer";
        });

        assertThat(spent(monitor)).isEqualTo("0.11");
    }
}
