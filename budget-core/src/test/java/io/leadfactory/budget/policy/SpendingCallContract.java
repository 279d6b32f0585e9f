package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.CHARGE;
import static io.leadfactory.budget.ledger.Entry.Kind.COMMIT;
import static io.leadfactory.budget.ledger.Entry.Kind.HOLD;
import static io.leadfactory.budget.ledger.Entry.Kind.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.ReservationEndedException;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions that spend, by reservations or by tickets. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
abstract class SpendingCallContract {
    @RegisterExtension
    final PolicyWatch watch;

    private final AtomicInteger calls = new AtomicInteger();
    private final SpendingCall<String> spending;

    SpendingCallContract(PolicyWatch watch) {
        this.watch = watch;
        this.spending = builder().build();
    }

    private SpendingCall.Builder<String> builder() {
        return watch.spending(Spend.of("0.50"));
    }

    @Test
    void supplier_callable_runnableAndStage_succeed_areSettled() throws Exception {
        assertThat(spending.supplier(() -> "0.41").get()).isEqualTo("0.41");
        assertThat(spending.callable(() -> "0.09").call()).isEqualTo("0.09");
        spending.runnable(calls::incrementAndGet).run();
        assertThat(spending.stage(() -> CompletableFuture.completedStage("0.30"))
                        .get()
                        .toCompletableFuture()
                        .get())
                .isEqualTo("0.30");

        assertThat(calls).hasValue(1);
        watch.assertEntered(HOLD, COMMIT, HOLD, COMMIT, HOLD, CHARGE, HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("1.30");
    }

    @Test
    void supplier_callable_runnableAndStage_fail_costTheirHoldAndPassTheExceptionOn() {
        IllegalStateException broken = new IllegalStateException("no answer");

        assertThatThrownBy(spending.supplier(() -> {
                    throw broken;
                })::get)
                .isSameAs(broken);
        assertThatThrownBy(spending.callable(() -> {
                    throw new IOException("no answer");
                })::call)
                .isInstanceOf(IOException.class);
        assertThatThrownBy(spending.runnable(() -> {
                    throw broken;
                })::run)
                .isSameAs(broken);
        assertThat(failure(spending.stage(() -> {
                    throw broken;
                })))
                .isSameAs(broken);
        assertThat(failure(spending.stage(() -> CompletableFuture.failedStage(broken))))
                .isSameAs(broken);

        watch.assertEntered(HOLD, CHARGE, HOLD, CHARGE, HOLD, CHARGE, HOLD, CHARGE, HOLD, CHARGE);
        assertThat(watch.spent()).isEqualTo("2.50");
    }

    @Test
    void monitorReleasesUnknownOutcomes_successCostsItsHoldAndFailureWhatIsSaid() {
        BudgetMonitor releasing = BudgetMonitor.builder()
                .budget(Budget.named("openai").limit("100").build())
                .unknownOutcome(UnknownOutcome.release())
                .build();
        SpendingCall.Builder<String> silent = SpendingCall.builder(releasing::tryReserve, Spend.of("0.50"));
        Supplier<String> broken = () -> {
            throw new IllegalStateException("no answer");
        };

        assertThat(silent.build().supplier(() -> "an answer").get()).isEqualTo("an answer");
        silent.build().runnable(calls::incrementAndGet).run();
        assertThat(releasing.balance("openai").spent()).isEqualByComparingTo("1.00");

        assertThatThrownBy(silent.build().supplier(broken)::get).isInstanceOf(IllegalStateException.class);
        assertThat(releasing.balance("openai").spent()).isEqualByComparingTo("1.00");

        silent.onUnknown(UnknownOutcome.chargeHold());
        assertThatThrownBy(silent.build().supplier(broken)::get).isInstanceOf(IllegalStateException.class);
        assertThat(releasing.balance("openai").spent()).isEqualByComparingTo("1.50");
        assertThat(releasing.balance("openai").held()).isZero();
    }

    @Test
    void supplier_withAKey_isCalledOnce() {
        Supplier<String> once = watch.spending(Spend.of("0.50").key("order-17"))
                .build()
                .supplier(() -> "0.4" + calls.incrementAndGet());

        assertThat(once.get()).isEqualTo("0.41");
        assertThatThrownBy(once::get).isInstanceOf(ReservationEndedException.class);

        watch.assertEnded(COMMIT, "0.41");
    }

    @Test
    void supplier_callable_runnableAndStage_refused_areNotCalled() {
        watch.spendAll();

        assertThatThrownBy(spending.supplier(() -> "" + calls.incrementAndGet())::get)
                .isInstanceOf(BudgetRefusedException.class);
        assertThatThrownBy(spending.callable(() -> "" + calls.incrementAndGet())::call)
                .isInstanceOf(BudgetRefusedException.class);
        assertThatThrownBy(spending.runnable(calls::incrementAndGet)::run).isInstanceOf(BudgetRefusedException.class);
        assertThat(failure(spending.stage(() -> CompletableFuture.completedStage("" + calls.incrementAndGet()))))
                .isInstanceOf(BudgetRefusedException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void supplier_exceptionThatCostsNothing_isReleased() {
        SpendingCall<String> free =
                builder().costsNothingOn(IllegalStateException.class).build();

        assertThatThrownBy(free.supplier(() -> {
                    throw new IllegalStateException("not sent");
                })::get)
                .isInstanceOf(IllegalStateException.class);

        watch.assertEnded(RELEASE, "0.00");
    }

    @Test
    void supplier_unknownOutcomeCostsAFloor_commitsIt() {
        SpendingCall<String> floor =
                builder().onUnknown(UnknownOutcome.floor("0.02")).build();

        assertThatThrownBy(floor.supplier(() -> {
                    throw new IllegalStateException("no answer");
                })::get)
                .isInstanceOf(IllegalStateException.class);

        assertThat(watch.spent()).isEqualTo("0.02");
    }

    @Test
    void supplierAndStage_costFunctionFails_chargeTheHoldAndFail() {
        assertThatThrownBy(spending.supplier(() -> "no number")::get).isInstanceOf(CostException.class);
        assertThat(failure(spending.stage(() -> CompletableFuture.completedStage("no number"))))
                .isInstanceOf(CostException.class);

        watch.assertEntered(HOLD, CHARGE, HOLD, CHARGE);
        assertThat(watch.spent()).isEqualTo("1.00");
    }

    @Test
    void stage_callerCancels_settlesWhenTheCallEnds() {
        CompletableFuture<String> call = new CompletableFuture<>();
        CompletionStage<String> stage = spending.stage(() -> call).get();

        stage.toCompletableFuture().cancel(true);
        assertThat(watch.monitor().balance("openai").held()).isEqualByComparingTo("0.50");
        call.complete("0.41");

        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @Test
    @SuppressWarnings("NullAway") // which is what is tested
    void stage_supplierGivesNone_failsAndCostsTheHold() {
        assertThat(failure(spending.stage(() -> null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage");
        watch.assertEnded(CHARGE, "0.50");
        assertThatIllegalArgumentException().isThrownBy(() -> spending.supplier(null));
    }

    private static Throwable failure(Supplier<CompletionStage<String>> supplier) {
        try {
            throw new AssertionError(
                    "ended with " + supplier.get().toCompletableFuture().get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
