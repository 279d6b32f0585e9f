package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.CHARGE;
import static io.leadfactory.budget.ledger.Entry.Kind.COMMIT;
import static io.leadfactory.budget.ledger.Entry.Kind.HOLD;
import static io.leadfactory.budget.ledger.Entry.Kind.OVERRUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.failsafe.Execution;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.leadfactory.budget.BudgetMonitorClosedException;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class BudgetPolicyTest {
    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch();

    @Test
    void build_withoutASpend_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> BudgetPolicy.builder(watch.monitor()::tryReserve).build())
                .withMessageContaining("call spend(");
    }

    @ParameterizedTest
    @EnumSource
    void spend_computedFromTheExecution_isAskedForEachTry(Mode mode) {
        List<String> amounts = List.of("0.50", "1", "2");
        BudgetPolicy<String> budget = watch.policy()
                .spend(context -> Spend.of(amounts.get(context.getAttemptCount())))
                .build();

        Mode.Outcome outcome = mode.run(Failsafe.with(List.of(RetryPolicy.ofDefaults(), budget)), context -> {
            throw new IOException("no answer");
        });

        assertThat(outcome.exception()).isInstanceOf(IOException.class);
        assertThat(watch.spent()).isEqualTo("3.50");
    }

    @ParameterizedTest
    @EnumSource
    void spend_functionThrowsOrGivesNone_isTheResultAndNoCallIsMade(Mode mode) {
        AtomicInteger calls = new AtomicInteger();
        BudgetPolicy<String> throwing = watch.policy()
                .spend(context -> {
                    throw new IllegalStateException("no price list");
                })
                .build();
        BudgetPolicy<String> silent =
                watch.policy().spend(BudgetPolicyTest::noSpend).build();

        assertThat(mode.run(Failsafe.with(throwing), context -> "" + calls.incrementAndGet())
                        .exception())
                .isInstanceOf(IllegalStateException.class);
        assertThat(mode.run(Failsafe.with(silent), context -> "" + calls.incrementAndGet())
                        .exception())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spend must not be null");
        assertThat(calls).hasValue(0);
        assertThat(watch.kinds()).isEmpty();
    }

    @SuppressWarnings("NullAway") // which is what is tested
    private static Spend noSpend(ExecutionContext<String> context) {
        return null;
    }

    static Stream<Function<String, BigDecimal>> brokenCosts() {
        return Stream.of(
                result -> {
                    throw new IllegalStateException("no price");
                },
                result -> new BigDecimal("-1"),
                result -> new BigDecimal("0.0000000001"),
                result -> new BigDecimal("1E+1000000000"),
                result -> {
                    throw new AssertionError("an error");
                });
    }

    @ParameterizedTest
    @MethodSource("brokenCosts")
    void cost_functionFailsOrTellsNoAmount_chargesTheHoldAndIsTheResult(Function<String, BigDecimal> cost) {
        for (Mode mode : Mode.values()) {
            Mode.Outcome outcome =
                    mode.run(Failsafe.with(watch.policy().cost(cost).build()), context -> "paid");

            assertThat(outcome.exception())
                    .isInstanceOf(CostException.class)
                    .hasMessageContaining("the hold of 0.50 was charged")
                    .hasCauseInstanceOf(Throwable.class)
                    .extracting(failure -> ((CostException) failure).result())
                    .isEqualTo("paid");
        }
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE, HOLD, CHARGE, HOLD, CHARGE, HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource
    void cost_functionDoesNotKnow_chargesTheHold(Mode mode) {
        Mode.Outcome outcome =
                mode.run(Failsafe.with(watch.policy().cost(result -> null).build()), context -> "an answer");

        assertThat(outcome.result()).isEqualTo("an answer");
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource
    void cost_isBeyondTheHold_isRecordedInFull(Mode mode) {
        mode.run(Failsafe.with(watch.policy().build()), context -> "0.75");

        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT, OVERRUN);
        assertThat(watch.spent()).isEqualTo("0.75");
    }

    @ParameterizedTest
    @EnumSource
    void source_fails_isTheResultAndNoCallIsMade(Mode mode) {
        AtomicInteger calls = new AtomicInteger();
        BudgetPolicy<String> budget = BudgetPolicy.<String>builder(spend -> {
                    throw new LedgerException("no database");
                })
                .spend(Spend.of("0.50"))
                .build();

        Mode.Outcome outcome = mode.run(Failsafe.with(budget), context -> "" + calls.incrementAndGet());

        assertThat(outcome.exception()).isInstanceOf(LedgerException.class).hasMessage("no database");
        assertThat(calls).hasValue(0);
    }

    @Test
    void source_monitorIsClosed_isTheResult() {
        PolicyWatch closed = new PolicyWatch();
        closed.monitor().close();

        assertThat(Mode.SYNC
                        .run(Failsafe.with(closed.policy().build()), context -> "0.41")
                        .exception())
                .isInstanceOf(BudgetMonitorClosedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void listeners_throw_changeNothing(Mode mode) {
        AtomicInteger heard = new AtomicInteger();
        BudgetPolicy<String> budget = watch.policy()
                .onSuccess(event -> {
                    heard.incrementAndGet();
                    throw new IllegalStateException("a listener failed");
                })
                .onFailure(event -> {
                    heard.incrementAndGet();
                    throw new IllegalStateException("a listener failed");
                })
                .build();

        assertThat(mode.run(Failsafe.with(budget), context -> "0.41").result()).isEqualTo("0.41");
        assertThat(mode.run(Failsafe.with(budget), context -> {
                            throw new IOException("no answer");
                        })
                        .exception())
                .isInstanceOf(IOException.class);
        assertThat(heard).hasValue(2);
        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT, HOLD, CHARGE);
    }

    @Test
    void standAloneExecution_hasNoBeginning_isLeftAlone() {
        BudgetPolicy<String> budget = watch.policy().build();
        Execution<String> succeeding = Execution.of(budget);
        Execution<String> failing = Execution.of(RetryPolicy.<String>ofDefaults(), budget);

        succeeding.recordResult("0.41");
        failing.recordException(new IOException("no answer"));

        assertThat(succeeding.isComplete()).isTrue();
        assertThat(failing.isComplete()).isFalse();
        assertThat(budget.call(succeeding).spent("0.10")).isFalse();
        assertThat(watch.kinds()).isEmpty();
    }

    @Test
    void asyncExecution_completedWithoutAResult_chargesTheHold() throws Exception {
        Failsafe.with(watch.policy().build())
                .getAsyncExecution(execution -> execution.complete())
                .get();

        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource
    void spent_byTheCall_countsInPlaceOfTheCostFunction(Mode mode) {
        BudgetPolicy<String> budget = watch.policy().build();

        mode.run(Failsafe.with(budget), context -> {
            BudgetCall call = budget.call(context);
            assertThat(call.spent("0.20")).isTrue();
            assertThat(call.spent(new BigDecimal("0.05"))).isTrue();
            return "0.41";
        });
        mode.run(Failsafe.with(budget), context -> {
            assertThat(budget.call(context).spent("0.10")).isTrue();
            throw new IOException("no answer, and a bill");
        });

        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT, HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.35");
    }

    @ParameterizedTest
    @EnumSource
    void spent_byEachTryInsideOneHold_addsUp(Mode mode) {
        BudgetPolicy<String> budget = watch.policy().build();
        AtomicInteger tries = new AtomicInteger();

        mode.run(Failsafe.with(List.of(budget, RetryPolicy.ofDefaults())), context -> {
            budget.call(context).spent("0.10");
            if (tries.incrementAndGet() < 3) {
                throw new IOException("no answer, and a bill");
            }
            return "0.41";
        });

        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.30");
    }

    @ParameterizedTest
    @EnumSource
    void spent_onlyByAnEarlierTryInside_isAddedToWhatTheLastIsFoundToCost(Mode mode) {
        BudgetPolicy<String> budget = watch.policy().build();
        AtomicInteger tries = new AtomicInteger();

        mode.run(Failsafe.with(List.of(budget, RetryPolicy.ofDefaults())), context -> {
            if (tries.incrementAndGet() == 1) {
                budget.call(context).spent("0.10");
                throw new IOException("no answer, and a bill");
            }
            return "0.02";
        });

        assertThat(watch.spent()).isEqualTo("0.12");
    }

    @Test
    void spent_amountIsNone_throwsInTheCall() {
        BudgetPolicy<String> budget = watch.policy().build();

        Mode.Outcome outcome = Mode.SYNC.run(Failsafe.with(budget), context -> {
            BudgetCall call = budget.call(context);
            assertThatIllegalArgumentException().isThrownBy(() -> call.spent("-1"));
            assertThat(call.spent("9223372036")).isTrue();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call.spent("9223372036"))
                    .withMessageContaining("must add up to at most");
            throw new IOException("costs less after all");
        });

        // Nine thousand million fit no account that has something else in it; here they do.
        assertThat(outcome.exception()).isInstanceOf(IOException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT, OVERRUN);
    }

    @Test
    void call_ofAnExecutionWithoutThePolicy_countsNothing() {
        BudgetPolicy<String> budget = watch.policy().build();

        String told = Failsafe.with(RetryPolicy.<String>ofDefaults())
                .get(context -> "" + budget.call(context).spent("0.10"));

        assertThat(told).isEqualTo("false");
    }

    @Test
    void config_says_whatThePolicyIsMadeOf() {
        BudgetPolicy<String> budget = watch.policy()
                .costsNothingOn(IOException.class)
                .onUnknown(UnknownOutcome.floor("0.02"))
                .build();

        assertThat(budget.getConfig().costsNothingOn())
                .contains(IOException.class)
                .hasSize(5);
        assertThat(budget.getConfig().unknownOutcome()).hasToString("charge 0.02");
        assertThat(budget).hasToString("budget policy, unknown outcomes: charge 0.02");
    }
}
