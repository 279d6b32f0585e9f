package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.BudgetMonitorClosedException;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ManualClock;
import io.leadfactory.budget.alert.BudgetEvent;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.Period;
import io.leadfactory.budget.plan.Tags;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.plan.UnpricedPolicy;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.Spend;
import io.leadfactory.budget.reserve.TooManyTicketsException;
import io.leadfactory.budget.reserve.UnmatchedSpendException;
import io.leadfactory.budget.reserve.UnpricedSpendException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same scenarios by reservations and by tickets of a line. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LinePolicyTest {
    private static final List<UnknownOutcome> OUTCOMES =
            List.of(UnknownOutcome.chargeHold(), UnknownOutcome.floor("0.20"), UnknownOutcome.release());
    private static final long HELD = 500_000_000;
    private static final int ROUNDS = 2_000;
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

    private BudgetMonitor monitor(UnknownOutcome unknown) {
        return ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .unknownOutcome(unknown)
                .build());
    }

    private static String spent(BudgetMonitor monitor) {
        assertThat(monitor.balance("openai").held()).describedAs("held").isZero();
        return monitor.balance("openai").spent().toPlainString();
    }

    static Stream<Arguments> waysInEachMode() {
        return Stream.of(Way.values()).flatMap(way -> Stream.of(Mode.values()).map(mode -> Arguments.of(way, mode)));
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
    @MethodSource("waysInEachMode")
    void definition_changedBetweenCalls_appliesToTheNext(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new)
                .build();
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
    @MethodSource("waysInEachMode")
    void hold_endsInTheNextPeriod_belongsToItsOwn(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new)
                .build();

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
    @MethodSource("waysInEachMode")
    void hold_livesTooLong_isChargedAndTheCallReturns(Way way, Mode mode) {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .clock(clock)
                .timeToLive(Duration.ofMinutes(1))
                .build());
        List<BudgetUnsettledEvent> unsettled = new ArrayList<>();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new)
                .onUnsettled(unsettled::add)
                .build();

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
    @MethodSource("waysInEachMode")
    void success_whoseCostIsNotTold_costsItsHoldWhateverTheMonitorSaysOfUnknownOutcomes(Way way, Mode mode) {
        for (UnknownOutcome unknown : OUTCOMES) {
            BudgetMonitor monitor = monitor(unknown);
            BudgetPolicyBuilder<String> silent = way.builder(monitor).spend(Spend.of("0.50"));

            assertThat(mode.run(Failsafe.with(silent.build()), context -> "an answer")
                            .result())
                    .isEqualTo("an answer");
            assertThat(spent(monitor)).isEqualTo("0.50");
            assertThat(mode.run(Failsafe.with(silent.cost(answer -> null).build()), context -> "an answer")
                            .result())
                    .isEqualTo("an answer");
            assertThat(spent(monitor)).isEqualTo("1.00");
            assertThat(mode.run(Failsafe.with(silent.cost(BigDecimal::new).build()), context -> "no number")
                            .exception())
                    .isInstanceOf(CostException.class);
            assertThat(spent(monitor)).isEqualTo("1.50");
        }
    }

    @ParameterizedTest
    @MethodSource("waysInEachMode")
    void failure_costsWhatThePolicySaysElseWhatTheMonitorSays(Way way, Mode mode) {
        for (UnknownOutcome monitors : OUTCOMES) {
            BudgetMonitor monitor = monitor(monitors);
            long expected = monitors.costOf(HELD);
            failing(way.builder(monitor), mode);
            assertThat(NanoUnits.toDecimal(expected)).isEqualByComparingTo(spent(monitor));

            for (UnknownOutcome policys : OUTCOMES) {
                failing(way.builder(monitor).onUnknown(policys), mode);

                expected += policys.costOf(HELD);
                assertThat(NanoUnits.toDecimal(expected)).isEqualByComparingTo(spent(monitor));
            }
        }
    }

    private static void failing(BudgetPolicyBuilder<String> policy, Mode mode) {
        Mode.Outcome outcome =
                mode.run(Failsafe.with(policy.spend(Spend.of("0.50")).build()), context -> {
                    throw new IOException("no answer");
                });
        assertThat(outcome.exception()).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void spent_byAThreadThatOutlivesItsTry_countsIfItIsSaidTo(Way way) throws Exception {
        BudgetMonitor monitor = ledger.watch(BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("1000000").build())
                .build());
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(answer -> BigDecimal.ZERO)
                .onUnknown(UnknownOutcome.release())
                .build();
        AtomicReference<ExecutionContext<String>> shown = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong counted = new AtomicLong();
        Thread teller = new Thread(() -> {
            while (!over.get()) {
                ExecutionContext<String> context = shown.get();
                if (context != null && policy.call(context).spent("0.01")) {
                    counted.incrementAndGet();
                }
            }
        });
        teller.start();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                Failsafe.with(List.of(RetryPolicy.<String>ofDefaults(), policy)).get(context -> {
                    if (context.isFirstAttempt()) {
                        shown.set(context);
                        throw new IOException("no answer");
                    }
                    return "an answer";
                });
            }
        } finally {
            over.set(true);
            teller.join();
        }

        assertThat(spent(monitor))
                .isEqualTo(BigDecimal.valueOf(counted.get(), 2).toPlainString());
    }

    @ParameterizedTest
    @MethodSource("waysInEachMode")
    void cost_thatNoAccountCanTake_isTheResultAndCanBeSentAgain(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        List<BudgetUnsettledEvent> unsettled = new ArrayList<>();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new)
                .onUnsettled(unsettled::add)
                .build();
        mode.run(Failsafe.with(policy), context -> "0.40");

        Mode.Outcome outcome = mode.run(Failsafe.with(policy), context -> "9223372036.80");

        assertThat(outcome.exception()).isInstanceOf(LedgerException.class);
        assertThat(unsettled).hasSize(1);
        assertThat(unsettled.get(0).failure()).isSameAs(outcome.exception());
        assertThat(unsettled.get(0).reservation().amount()).isEqualByComparingTo("0.50");
        assertThat(unsettled.get(0).reservation().isOpen()).isTrue();
        assertThat(unsettled.get(0).reservation().budgets()).containsExactly("openai");
        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("0.50");
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.40");
        unsettled.get(0).reservation().release();
        assertThat(spent(monitor)).isEqualTo("0.40");
    }

    @ParameterizedTest
    @MethodSource("waysInEachMode")
    void spent_byTheCall_countsForItsOwnTryAndNoOther(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.builder(monitor)
                .spend(Spend.of("0.50"))
                .cost(BigDecimal::new)
                .build();
        List<BudgetCall> calls = new ArrayList<>();

        Mode.Outcome outcome = mode.run(Failsafe.with(List.of(RetryPolicy.ofDefaults(), policy)), context -> {
            calls.forEach(earlier -> assertThat(earlier.spent("7.77")).isFalse());
            calls.add(policy.call(context));
            assertThat(policy.call(context).spent("0.10")).isTrue();
            if (calls.size() < 3) {
                throw new IOException("no answer, and a bill");
            }
            // Another execution on the same thread has another hold.
            Failsafe.with(policy).get(inner -> {
                assertThat(policy.call(inner).spent("0.03")).isTrue();
                return "0.41";
            });
            assertThat(policy.call(context).spent("0.20")).isTrue();
            return "0.41";
        });

        assertThat(outcome.result()).isEqualTo("0.41");
        calls.forEach(call -> assertThat(call.spent("7.77")).isFalse());
        assertThat(spent(monitor)).isEqualTo("0.53");
    }

    @ParameterizedTest
    @MethodSource("waysInEachMode")
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
