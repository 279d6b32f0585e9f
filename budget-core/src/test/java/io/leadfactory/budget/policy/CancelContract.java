package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.CHARGE;
import static io.leadfactory.budget.ledger.Entry.Kind.COMMIT;
import static io.leadfactory.budget.ledger.Entry.Kind.HOLD;
import static io.leadfactory.budget.ledger.Entry.Kind.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Bulkhead;
import dev.failsafe.Call;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import dev.failsafe.function.ContextualSupplier;
import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancellations, timeouts, and calls that end after their execution: each hold ends once, and none stays open. */
@org.junit.jupiter.api.Timeout(value = 1, unit = TimeUnit.MINUTES)
abstract class CancelContract {
    private static final Duration SOON = Duration.ofMillis(25);

    /** For what another thread must have begun by then, so that mostly the first timeout is long enough for it. */
    private static final Duration LATER = Duration.ofMillis(400);

    @RegisterExtension
    final PolicyWatch watch;

    private final BudgetPolicy<String> budget;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    CancelContract(PolicyWatch watch) {
        this.watch = watch;
        this.budget = watch.policy().build();
    }

    @AfterEach
    void close() {
        end.countDown();
        pool.shutdownNow();
    }

    private FailsafeExecutor<String> failsafe(Policy<String> policy) {
        return Failsafe.with(policy).with(pool);
    }

    private FailsafeExecutor<String> failsafe(List<Policy<String>> policies) {
        return Failsafe.with(policies).with(pool);
    }

    private static RateLimiter<String> limiterThatMakesWait() {
        RateLimiter<String> limiter = RateLimiter.<String>burstyBuilder(1, Duration.ofHours(1))
                .withMaxWaitTime(Duration.ofHours(2))
                .build();
        assertThat(limiter.tryAcquirePermit()).isTrue();
        return limiter;
    }

    private RetryPolicy<String> retryInAnHour() {
        return RetryPolicy.<String>builder()
                .withDelay(Duration.ofHours(1))
                .onRetryScheduled(event -> started.countDown())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ASYNC, true",
        "ASYNC, false",
        "STAGE, true",
        "STAGE, false",
        "ASYNC_EXECUTION, true",
        "ASYNC_EXECUTION, false"
    })
    void cancel_callIsUnderWay_chargesTheHoldOnceAndForAll(Mode mode, boolean interrupt) throws Exception {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        CompletableFuture<String> future = mode.start(failsafe(budget), context -> {
            started.countDown();
            LedgerFailureTest.awaitUninterruptibly(end);
            late.complete(budget.call(context).spent("0.41"));
            return "0.41";
        });
        started.await();

        assertThat(future.cancel(interrupt)).isTrue();

        watch.assertEnded(CHARGE, "0.50");
        end.countDown();
        assertThat(late.get()).isFalse();
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        watch.assertEnded(CHARGE, "0.50");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_callHasTold_costsWhatItTold(Mode mode) throws Exception {
        CompletableFuture<String> future = mode.start(failsafe(budget), context -> {
            budget.call(context).spent("0.30");
            started.countDown();
            LedgerFailureTest.awaitUninterruptibly(end);
            return "0.41";
        });
        started.await();

        future.cancel(false);

        watch.assertEnded(COMMIT, "0.30");
    }

    @Test
    void cancel_stageNeverCompletes_chargesTheHold() throws Exception {
        CompletableFuture<String> future = failsafe(budget).getStageAsync(() -> {
            started.countDown();
            return new CompletableFuture<String>().minimalCompletionStage();
        });
        started.await();

        future.cancel(false);

        watch.awaitNothingHeld();
        watch.assertEnded(CHARGE, "0.50");
    }

    @Test
    void cancel_executionIsNeverRecorded_chargesTheHold() throws Exception {
        CompletableFuture<String> future = failsafe(budget).getAsyncExecution(execution -> started.countDown());
        started.await();
        assertThat(watch.monitor().balance("openai").held()).isEqualByComparingTo("0.50");

        future.cancel(false);

        watch.assertEnded(CHARGE, "0.50");
    }

    @ParameterizedTest
    @CsvSource({
        "ASYNC, true",
        "ASYNC, false",
        "STAGE, true",
        "STAGE, false",
        "ASYNC_EXECUTION, true",
        "ASYNC_EXECUTION, false"
    })
    void cancel_callWaitsForAThread_isFree(Mode mode, boolean interrupt) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ExecutorService single = Executors.newSingleThreadExecutor();
        Future<?> busy = single.submit(() -> LedgerFailureTest.awaitUninterruptibly(end));
        CompletableFuture<String> future =
                mode.start(Failsafe.with(budget).with(single), context -> "" + calls.incrementAndGet());
        assertThat(watch.monitor().balance("openai").held()).isEqualByComparingTo("0.50");

        future.cancel(interrupt);

        watch.assertEnded(RELEASE, "0.00");
        end.countDown();
        busy.get();
        single.shutdown();
        assertThat(single.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_callWaitsForARateLimiterInside_isFree(Mode mode) {
        RateLimiter<String> limiter = limiterThatMakesWait();
        CompletableFuture<String> future = mode.start(failsafe(List.of(budget, limiter)), context -> "0.41");

        future.cancel(true);

        watch.assertEnded(RELEASE, "0.00");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void timeout_callWaitsForARateLimiterInside_isFree(Mode mode) {
        RateLimiter<String> limiter = limiterThatMakesWait();

        Mode.Outcome outcome = mode.run(failsafe(List.of(Timeout.of(LATER), budget, limiter)), context -> "0.41");

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        watch.assertEnded(RELEASE, "0.00");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_retryIsWaitingOutside_changesNothing(Mode mode) throws Exception {
        RetryPolicy<String> retry = retryInAnHour();
        CompletableFuture<String> future = mode.start(failsafe(List.of(retry, budget)), context -> {
            throw new IOException("no answer");
        });
        started.await();

        future.cancel(true);

        watch.assertEnded(CHARGE, "0.50");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_retryIsWaitingInside_chargesTheHold(Mode mode) throws Exception {
        RetryPolicy<String> retry = retryInAnHour();
        CompletableFuture<String> future = mode.start(failsafe(List.of(budget, retry)), context -> {
            throw new IOException("no answer");
        });
        started.await();

        future.cancel(true);

        watch.awaitNothingHeld();
        watch.assertEnded(CHARGE, "0.50");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void cancel_ofASynchronousCall_chargesTheHold(boolean interrupt) throws Exception {
        ContextualSupplier<String, String> waiting = context -> {
            context.onCancel(end::countDown);
            started.countDown();
            end.await();
            throw new IOException("cancelled");
        };
        CompletableFuture<Call<String>> call = new CompletableFuture<>();
        Future<String> result = pool.submit(() -> {
            call.complete(Failsafe.with(budget).newCall(waiting)); // interrupted is the thread that makes the call
            return call.get().execute();
        });
        started.await();

        call.get().cancel(interrupt);

        assertThat(exceptionOf(result)).isInstanceOf(FailsafeException.class);
        watch.assertEnded(CHARGE, "0.50");
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideWithoutInterrupt_hidesTheCost(Mode mode) {
        Overtaken call =
                overtaken((time, underWay) -> mode.run(failsafe(List.of(budget, Timeout.of(time))), context -> {
                    awaitCancel(context, underWay);
                    return "0.41";
                }));

        call.assertEnded("0.50", HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideAndTheCallTells_costsWhatItTold(Mode mode) {
        Overtaken call =
                overtaken((time, underWay) -> mode.run(failsafe(List.of(budget, Timeout.of(time))), context -> {
                    awaitCancel(context, underWay);
                    assertThat(budget.call(context).spent("0.41")).isTrue();
                    return "0.41";
                }));

        call.assertEnded("0.41", HOLD, COMMIT);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideWithInterrupt_chargesTheHold(Mode mode) {
        Overtaken call =
                overtaken((time, underWay) -> mode.run(failsafe(List.of(budget, interrupting(time))), context -> {
                    awaitInterrupt(context, underWay);
                    return "0.41";
                }));

        call.assertEnded("0.50", HOLD, CHARGE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timeout_insideOfAStage_chargesTheHold() {
        AtomicReference<CompletableFuture<String>> stage = new AtomicReference<>();

        Overtaken call = overtaken(LATER, (time, underWay) -> {
            CompletableFuture<String> future = failsafe(List.of(budget, Timeout.of(time)))
                    .getStageAsync(context -> {
                        CompletableFuture<String> made = new CompletableFuture<>();
                        stage.set(made);
                        underWay.set(!context.isCancelled());
                        if (!underWay.get()) {
                            made.complete("too late");
                        }
                        return made;
                    });
            return new Mode.Outcome(null, exceptionOf(future));
        });

        assertThat(stage.get()).isCancelled();
        call.assertEnded("0.50", HOLD, CHARGE);
    }

    @Test
    void timeout_outsideWithoutInterrupt_synchronous_seesTheRealCost() {
        Overtaken call =
                overtaken((time, underWay) -> Mode.SYNC.run(failsafe(List.of(Timeout.of(time), budget)), context -> {
                    awaitCancel(context, underWay);
                    return "0.41";
                }));

        call.assertEnded("0.41", HOLD, COMMIT);
    }

    @Test
    void timeout_outsideWithInterrupt_synchronous_chargesTheHold() {
        Overtaken call =
                overtaken((time, underWay) -> Mode.SYNC.run(failsafe(List.of(interrupting(time), budget)), context -> {
                    awaitInterrupt(context, underWay);
                    return "0.41";
                }));

        call.assertEnded("0.50", HOLD, CHARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "ASYNC, true",
        "ASYNC, false",
        "STAGE, true",
        "STAGE, false",
        "ASYNC_EXECUTION, true",
        "ASYNC_EXECUTION, false"
    })
    void timeout_outside_asynchronous_chargesTheHoldAndTheLateEndChangesNothing(Mode mode, boolean interrupt) {
        Overtaken call = overtaken((time, underWay) -> {
            Timeout<String> timeout = interrupt ? interrupting(time) : Timeout.of(time);
            return mode.run(failsafe(List.of(timeout, budget)), context -> {
                if (!context.isCancelled()) {
                    underWay.set(true);
                    watch.awaitNothingHeld();
                }
                return "0.41";
            });
        });

        call.assertEnded("0.50", HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource
    void timeout_outside_isOverWhileTheCallIsReserved_makesNoCallAndIsFree(Mode mode) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Bulkhead<String> bulkhead = Bulkhead.of(1);
        BudgetPolicy<String> slow = watch.policy()
                .spend(context -> {
                    while (!context.isCancelled()) {
                        Thread.onSpinWait();
                    }
                    return Spend.of("0.50");
                })
                .build();

        Mode.Outcome outcome =
                mode.run(failsafe(List.of(Timeout.of(SOON), bulkhead, slow)), context -> "" + calls.incrementAndGet());

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        watch.assertEnded(RELEASE, "0.00");
        assertThat(bulkhead.tryAcquirePermit()).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(calls).hasValue(0);
    }

    /** A call that was under way when its timeout was over: how it ended, what the ledger entered for it, and what it cost. */
    private record Overtaken(Mode.Outcome outcome, boolean isEntered, List<Entry.Kind> kinds, String cost) {
        void assertEnded(String expectedCost, Entry.Kind... entered) {
            assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
            if (isEntered) {
                assertThat(kinds).containsExactly(entered);
            }
            assertThat(cost).isEqualTo(expectedCost);
        }
    }

    /**
     * Runs it with ever longer timeouts until its call was under way in time, however slow the machine is: Failsafe does not stop one
     * that is started after its timeout, and such a call would wait for ever for its end.
     */
    private Overtaken overtaken(BiFunction<Duration, AtomicBoolean, Mode.Outcome> run) {
        return overtaken(SOON, run);
    }

    private Overtaken overtaken(Duration first, BiFunction<Duration, AtomicBoolean, Mode.Outcome> run) {
        AtomicBoolean underWay = new AtomicBoolean();
        Duration time = first;
        while (true) {
            int before = watch.kinds().size();
            BigDecimal spentBefore = new BigDecimal(watch.spent());
            Mode.Outcome outcome = run.apply(time, underWay);
            if (underWay.get()) {
                List<Entry.Kind> kinds = watch.kinds();
                return new Overtaken(
                        outcome,
                        watch.entersEach(),
                        kinds.subList(Math.min(before, kinds.size()), kinds.size()),
                        new BigDecimal(watch.spent()).subtract(spentBefore).toPlainString());
            }
            watch.awaitNothingHeld();
            time = time.multipliedBy(2);
        }
    }

    private static Timeout<String> interrupting(Duration time) {
        return Timeout.<String>builder(time).withInterrupt().build();
    }

    /** Goes on when it is cancelled, and says whether it was under way before. */
    private static void awaitCancel(ExecutionContext<String> context, AtomicBoolean underWay) {
        underWay.set(!context.isCancelled());
        while (!context.isCancelled()) {
            Thread.onSpinWait();
        }
    }

    /** Is interrupted if it was under way before it is cancelled. */
    private void awaitInterrupt(ExecutionContext<String> context, AtomicBoolean underWay) throws InterruptedException {
        if (!context.isCancelled()) {
            underWay.set(true);
            end.await();
        }
    }

    @ParameterizedTest
    @EnumSource
    void timeout_outsideOfARetry_endsTheHoldsOfAllTries(Mode mode) {
        Overtaken call = overtaken(LATER, (time, underWay) -> {
            AtomicInteger tries = new AtomicInteger();
            List<Policy<String>> policies = List.of(Timeout.of(time), RetryPolicy.ofDefaults(), budget);
            Mode.Outcome outcome = mode.run(failsafe(policies), context -> {
                if (tries.incrementAndGet() == 2) {
                    awaitCancel(context, underWay);
                }
                throw new IOException("no answer");
            });
            watch.awaitNothingHeld();
            return outcome;
        });

        call.assertEnded("1.00", HOLD, CHARGE, HOLD, CHARGE);
    }

    @Test
    void timeout_outsideOfARetry_whoseTriesEachHaveAHold_chargesThemAll() {
        Overtaken call = overtaken(LATER, (time, underWay) -> {
            AtomicInteger tries = new AtomicInteger();
            List<Policy<String>> policies = List.of(Timeout.of(time), RetryPolicy.ofDefaults(), budget);
            Mode.Outcome outcome = Mode.ASYNC.run(failsafe(policies), context -> {
                if (tries.incrementAndGet() == 1) {
                    throw new IOException("no answer");
                }
                if (!context.isCancelled()) {
                    underWay.set(true);
                    while (!context.isCancelled()
                            || watch.monitor().balance("openai").held().signum() != 0) {
                        Thread.onSpinWait();
                    }
                }
                return "0.41";
            });
            watch.awaitNothingHeld(); // the caller may hear of the timeout before the try that it has ended is charged
            return outcome;
        });

        call.assertEnded("1.00", HOLD, CHARGE, HOLD, CHARGE);
    }

    @Test
    void twoTries_aliveAtOnce_eachHaveTheirOwnHold() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        List<Boolean> counted = new ArrayList<>();
        CountDownLatch firstIsDone = new CountDownLatch(1);

        String answer = failsafe(List.of(RetryPolicy.ofDefaults(), budget))
                .getAsyncExecution(execution -> pool.execute(() -> {
                    if (tries.incrementAndGet() == 1) {
                        execution.recordException(new IOException("no answer yet"));
                        LedgerFailureTest.awaitUninterruptibly(started); // the second try is under way
                        counted.add(budget.call(execution).spent("7.77"));
                        firstIsDone.countDown();
                    } else {
                        started.countDown();
                        LedgerFailureTest.awaitUninterruptibly(firstIsDone);
                        counted.add(budget.call(execution).spent("0.30"));
                        execution.recordResult("0.41");
                    }
                }))
                .get();

        assertThat(answer).isEqualTo("0.41");
        assertThat(counted).containsExactly(false, true);
        watch.assertEntered(HOLD, CHARGE, HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.80");
    }

    @Test
    void pool_refusesTheCall_isFree() {
        pool.shutdown();

        Mode.Outcome outcome = Mode.ASYNC.run(failsafe(budget), context -> "0.41");

        assertThat(outcome.exception()).isNotNull();
        watch.assertEnded(RELEASE, "0.00");
    }

    @Test
    void future_completedByHand_leavesTheCallToSettle() throws Exception {
        CompletableFuture<String> future = failsafe(budget).getAsync(() -> {
            started.countDown();
            LedgerFailureTest.awaitUninterruptibly(end);
            return "0.41";
        });
        started.await();

        future.complete("enough");
        end.countDown();

        watch.awaitNothingHeld();
        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @Test
    void virtualThreads_manyCalls_settleEach() throws Exception {
        ExecutorService virtual = virtualThreads();
        try {
            List<Future<String>> answers = new ArrayList<>();
            AtomicBoolean platform = new AtomicBoolean();
            for (int i = 0; i < 50; i++) {
                answers.add(Failsafe.with(List.of(RetryPolicy.ofDefaults(), budget))
                        .with(virtual)
                        .getAsync(context -> {
                            platform.compareAndSet(false, !isVirtual(Thread.currentThread()));
                            return "0.41";
                        }));
                answers.add(virtual.submit(() -> Failsafe.with(budget).get(() -> "0.09")));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isIn("0.41", "0.09");
            }
            assertThat(platform).isFalse();
            assertThat(watch.spent()).isEqualTo("25.00");
        } finally {
            virtual.shutdown();
        }
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JDK has no virtual threads");
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    private static Throwable exceptionOf(Future<String> future) {
        try {
            throw new AssertionError("ended with " + future.get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
