package io.leadfactory.budget.policy;

import static io.leadfactory.budget.ledger.Entry.Kind.CHARGE;
import static io.leadfactory.budget.ledger.Entry.Kind.COMMIT;
import static io.leadfactory.budget.ledger.Entry.Kind.HOLD;
import static io.leadfactory.budget.ledger.Entry.Kind.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Bulkhead;
import dev.failsafe.Call;
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

/** Cancellations, timeouts, and calls that end after their execution. */
@org.junit.jupiter.api.Timeout(value = 1, unit = TimeUnit.MINUTES)
class CancelTest {
    private static final Duration SOON = Duration.ofMillis(400);

    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch();

    private final BudgetPolicy<String> budget = watch.policy().build();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

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

        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
        end.countDown();
        assertThat(late.get()).isFalse();
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
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

        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.30");
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
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @Test
    void cancel_executionIsNeverRecorded_chargesTheHold() throws Exception {
        CompletableFuture<String> future = failsafe(budget).getAsyncExecution(execution -> started.countDown());
        started.await();
        assertThat(watch.monitor().balance("openai").held()).isEqualByComparingTo("0.50");

        future.cancel(false);

        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
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

        assertThat(watch.kinds()).containsExactly(HOLD, RELEASE);
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

        assertThat(watch.kinds()).containsExactly(HOLD, RELEASE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void timeout_callWaitsForARateLimiterInside_isFree(Mode mode) {
        RateLimiter<String> limiter = limiterThatMakesWait();

        Mode.Outcome outcome = mode.run(failsafe(List.of(Timeout.of(SOON), budget, limiter)), context -> "0.41");

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, RELEASE);
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

        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
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
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
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
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideWithoutInterrupt_hidesTheCost(Mode mode) {
        Mode.Outcome outcome = mode.run(failsafe(List.of(budget, Timeout.of(SOON))), context -> {
            context.onCancel(end::countDown);
            end.await();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideAndTheCallTells_costsWhatItTold(Mode mode) {
        Mode.Outcome outcome = mode.run(failsafe(List.of(budget, Timeout.of(SOON))), context -> {
            context.onCancel(end::countDown);
            end.await();
            assertThat(budget.call(context).spent("0.41")).isTrue();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_insideWithInterrupt_chargesTheHold(Mode mode) {
        Timeout<String> timeout = Timeout.<String>builder(SOON).withInterrupt().build();

        Mode.Outcome outcome = mode.run(failsafe(List.of(budget, timeout)), context -> {
            end.await();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timeout_insideOfAStage_chargesTheHold() {
        AtomicReference<CompletableFuture<String>> stage = new AtomicReference<>();

        CompletableFuture<String> future = failsafe(List.of(budget, Timeout.of(SOON)))
                .getStageAsync(() -> {
                    stage.set(new CompletableFuture<>());
                    return stage.get();
                });

        assertThat(exceptionOf(future)).isInstanceOf(TimeoutExceededException.class);
        assertThat(stage.get()).isCancelled();
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
    }

    @Test
    void timeout_outsideWithoutInterrupt_synchronous_seesTheRealCost() {
        Mode.Outcome outcome = Mode.SYNC.run(failsafe(List.of(Timeout.of(SOON), budget)), context -> {
            context.onCancel(end::countDown);
            end.await();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.41");
    }

    @Test
    void timeout_outsideWithInterrupt_synchronous_chargesTheHold() {
        Timeout<String> timeout = Timeout.<String>builder(SOON).withInterrupt().build();

        Mode.Outcome outcome = Mode.SYNC.run(failsafe(List.of(timeout, budget)), context -> {
            end.await();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE);
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
            Timeout<String> timeout =
                    interrupt ? Timeout.<String>builder(time).withInterrupt().build() : Timeout.of(time);
            return mode.run(failsafe(List.of(timeout, budget)), context -> {
                if (!context.isCancelled()) {
                    underWay.set(true);
                    watch.awaitNothingHeld();
                }
                return "0.41";
            });
        });

        assertThat(call.outcome().exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(call.kinds()).containsExactly(HOLD, CHARGE);
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
        assertThat(watch.kinds()).containsExactly(HOLD, RELEASE);
        assertThat(bulkhead.tryAcquirePermit()).isTrue();
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(calls).hasValue(0);
    }

    /** A call that was under way when its timeout was over: how it ended, and what the ledger entered for it. */
    private record Overtaken(Mode.Outcome outcome, List<Entry.Kind> kinds) {}

    /**
     * Runs it with ever longer timeouts until its call was under way in time, however slow the machine is: Failsafe does not stop one
     * that is started after its timeout, and such a call would wait for ever for its end.
     */
    private Overtaken overtaken(BiFunction<Duration, AtomicBoolean, Mode.Outcome> run) {
        AtomicBoolean underWay = new AtomicBoolean();
        Duration time = SOON;
        while (true) {
            int before = watch.kinds().size();
            Mode.Outcome outcome = run.apply(time, underWay);
            List<Entry.Kind> kinds = watch.kinds();
            if (underWay.get()) {
                return new Overtaken(outcome, kinds.subList(before, kinds.size()));
            }
            time = time.multipliedBy(2);
        }
    }

    @Test
    void timeout_outsideOfARetry_whoseTriesEachHaveAHold_chargesThemAll() {
        Overtaken call = overtaken((time, underWay) -> {
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

        assertThat(call.outcome().exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(call.kinds()).containsExactly(HOLD, CHARGE, HOLD, CHARGE);
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
        assertThat(watch.kinds()).containsExactly(HOLD, CHARGE, HOLD, COMMIT);
        assertThat(watch.spent()).isEqualTo("0.80");
    }

    @Test
    void pool_refusesTheCall_isFree() {
        pool.shutdown();

        Mode.Outcome outcome = Mode.ASYNC.run(failsafe(budget), context -> "0.41");

        assertThat(outcome.exception()).isNotNull();
        assertThat(watch.kinds()).containsExactly(HOLD, RELEASE);
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
