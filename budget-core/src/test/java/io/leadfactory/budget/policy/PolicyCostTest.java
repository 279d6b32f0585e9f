package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a call costs, by reservations and by tickets of a line. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PolicyCostTest {
    private static final List<UnknownOutcome> OUTCOMES =
            List.of(UnknownOutcome.chargeHold(), UnknownOutcome.floor("0.20"), UnknownOutcome.release());
    private static final long HELD = 500_000_000;
    private static final int ROUNDS = 2_000;

    @RegisterExtension
    final LedgerWatch ledger = new LedgerWatch();

    private BudgetMonitor monitor() {
        return monitor(UnknownOutcome.chargeHold());
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

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
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
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
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

    @ParameterizedTest
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void spent_byTheFirstTryInsideAndTheLastEndsUnknown_costsThatAndWhatUnknownOutcomesDoOfTheRest(Way way, Mode mode) {
        assertThat(toldAndThenUnknown(way, mode, UnknownOutcome.chargeHold())).containsExactly("0.50", "0.50", "0.75");
        assertThat(toldAndThenUnknown(way, mode, UnknownOutcome.floor("0.20"))).containsExactly("0.30", "0.50", "0.75");
        assertThat(toldAndThenUnknown(way, mode, UnknownOutcome.release())).containsExactly("0.10", "0.40", "0.75");
    }

    /** What a call costs whose first try told little, much, or more than the hold of 0.50, whoever says what unknown outcomes cost. */
    private List<String> toldAndThenUnknown(Way way, Mode mode, UnknownOutcome unknown) {
        List<String> costs = new ArrayList<>();
        for (String told : List.of("0.10", "0.40", "0.75")) {
            BudgetMonitor saying = monitor(unknown);
            tellAndThenFail(way.builder(saying), mode, told);
            BudgetMonitor silent = monitor(UnknownOutcome.chargeHold());
            tellAndThenFail(way.builder(silent).onUnknown(unknown), mode, told);
            assertThat(spent(saying)).isEqualTo(spent(silent));
            costs.add(spent(saying));
        }
        return costs;
    }

    private static void tellAndThenFail(BudgetPolicyBuilder<String> builder, Mode mode, String told) {
        BudgetPolicy<String> policy = builder.spend(Spend.of("0.50")).build();
        Mode.Outcome outcome = mode.run(Failsafe.with(List.of(policy, RetryPolicy.ofDefaults())), context -> {
            if (context.isFirstAttempt()) {
                policy.call(context).spent(told);
            }
            throw new IOException("no answer");
        });
        assertThat(outcome.exception()).isInstanceOf(IOException.class);
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
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void cost_thatNoAccountCanTake_isTheResultAndCanBeSentAgain(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        List<BudgetUnsettledEvent> unsettled = new ArrayList<>();
        BudgetPolicy<String> policy =
                way.priced(monitor).onUnsettled(unsettled::add).build();
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
    @MethodSource("io.leadfactory.budget.policy.Way#inEachMode")
    void spent_byTheCall_countsForItsOwnTryAndNoOther(Way way, Mode mode) {
        BudgetMonitor monitor = monitor();
        BudgetPolicy<String> policy = way.priced(monitor).build();
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
}
