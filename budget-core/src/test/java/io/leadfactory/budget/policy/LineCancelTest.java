package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.Policy;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import io.leadfactory.budget.ledger.BudgetStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancellations and timeouts of calls that hold a ticket: none stays open. */
@org.junit.jupiter.api.Timeout(value = 1, unit = TimeUnit.MINUTES)
class LineCancelTest {
    private static final Duration SOON = Duration.ofMillis(400);

    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch(BudgetStore.inMemory(), true);

    private final BudgetPolicy<String> budget = watch.policy().build();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        pool.shutdownNow();
    }

    private FailsafeExecutor<String> failsafe(List<Policy<String>> policies) {
        return Failsafe.with(policies).with(pool);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_callIsUnderWay_chargesTheTicketOnceAndForAll(Mode mode) throws Exception {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        CompletableFuture<String> future = mode.start(failsafe(List.of(budget)), context -> {
            started.countDown();
            LedgerFailureTest.awaitUninterruptibly(end);
            late.complete(budget.call(context).spent("0.41"));
            return "0.41";
        });
        started.await();
        assertThat(watch.monitor().balance("openai").held()).isEqualByComparingTo("0.50");

        assertThat(future.cancel(true)).isTrue();

        assertThat(watch.spent()).isEqualTo("0.50");
        end.countDown();
        assertThat(late.get()).isFalse();
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(watch.spent()).isEqualTo("0.50");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_callHasTold_costsWhatItTold(Mode mode) throws Exception {
        CompletableFuture<String> future = mode.start(failsafe(List.of(budget)), context -> {
            budget.call(context).spent("0.30");
            started.countDown();
            LedgerFailureTest.awaitUninterruptibly(end);
            return "0.41";
        });
        started.await();

        future.cancel(false);

        assertThat(watch.spent()).isEqualTo("0.30");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void cancel_callWaitsForAThread_isFree(Mode mode) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ExecutorService single = Executors.newSingleThreadExecutor();
        Future<?> busy = single.submit(() -> LedgerFailureTest.awaitUninterruptibly(end));
        CompletableFuture<String> future =
                mode.start(Failsafe.with(budget).with(single), context -> "" + calls.incrementAndGet());

        future.cancel(true);

        watch.awaitNothingHeld();
        assertThat(watch.spent()).isEqualTo("0.00");
        end.countDown();
        busy.get();
        single.shutdown();
        assertThat(single.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC", "ASYNC"})
    void timeout_inside_chargesTheTicket(Mode mode) {
        Timeout<String> timeout = Timeout.<String>builder(SOON).withInterrupt().build();

        Mode.Outcome outcome = mode.run(failsafe(List.of(budget, timeout)), context -> {
            end.await();
            return "0.41";
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        watch.awaitNothingHeld();
        assertThat(watch.spent()).isEqualTo("0.50");
    }

    @ParameterizedTest
    @EnumSource
    void timeout_outsideOfARetry_endsTheTicketsOfAllTries(Mode mode) {
        AtomicInteger tries = new AtomicInteger();
        Timeout<String> timeout = Timeout.<String>builder(SOON).withInterrupt().build();

        Mode.Outcome outcome = mode.run(failsafe(List.of(timeout, RetryPolicy.ofDefaults(), budget)), context -> {
            if (tries.incrementAndGet() == 1) {
                throw new IOException("no answer");
            }
            end.await(2, TimeUnit.SECONDS);
            throw new IOException("too late");
        });

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        watch.awaitNothingHeld();
        assertThat(watch.spent()).isEqualTo("1.00");
    }
}
