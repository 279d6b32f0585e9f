package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.TimeoutExceededException;
import dev.failsafe.spi.Scheduler;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Balance;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Reservation;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ThrottleTest {
    @RegisterExtension
    final PolicyWatch watch = new PolicyWatch();

    private final Budget budget = watch.monitor().budgets().get(0);
    private final Throttle throttle = Throttle.of(budget, Duration.ofSeconds(30));
    private final List<Duration> slept = Collections.synchronizedList(new ArrayList<>());
    private final ThrottlePolicy<String> policy = new ThrottlePolicy<>(throttle, watch.monitor()::balance, slept::add);
    private final ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger calls = new AtomicInteger();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    /** A scheduler that does not wait, and remembers how long it should have. */
    private FailsafeExecutor<String> failsafe() {
        Scheduler scheduler = (callable, delay, unit) -> {
            if (delay > 0) {
                slept.add(Duration.of(delay, unit.toChronoUnit()));
            }
            return threads.schedule(callable, 0, unit);
        };
        return Failsafe.with(policy).with(scheduler);
    }

    @ParameterizedTest
    @CsvSource({"79.99, 0", "80, 0", "80.000000001, 0.000000002", "81, 2", "87.5, 15", "94, 28", "95, 30"})
    void delayAt_linesAt80And95_growsFromTheOneToTheOther(String exposure, String seconds) {
        Reservation reservation = watch.monitor().reserve(Spend.of(exposure));

        Duration delay = throttle.delayAt(watch.monitor().balance("openai"));

        reservation.release();
        assertThat(delay)
                .isEqualTo(Duration.ofNanos(
                        new BigDecimal(seconds).movePointRight(9).longValueExact()));
    }

    @Test
    void delayAt_overrunBeyondTheLimit_isTheMaximum() {
        watch.monitor().reserve(Spend.of("1")).commit(new BigDecimal("200"));

        assertThat(throttle.delayAt(watch.monitor().balance("openai"))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void delayAt_balanceOfAnotherBudget_isRefused() {
        Balance other = Budget.named("other")
                .limit("1")
                .build()
                .balanceOf(watch.monitor().balance("openai").window(), 0, 0);

        assertThatIllegalArgumentException().isThrownBy(() -> throttle.delayAt(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H1S"})
    void of_maximumOutOfRange_isRefused(Duration max) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Throttle.of(budget, max))
                .withMessageContaining(max.toString());
    }

    @ParameterizedTest
    @EnumSource
    void policy_belowTheWarnLine_doesNotWait(Mode mode) {
        assertThat(mode.run(failsafe(), context -> "0.41").result()).isEqualTo("0.41");

        assertThat(slept).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void policy_betweenTheLines_waitsAndThenCalls(Mode mode) {
        watch.monitor().reserve(Spend.of("81")).close();

        assertThat(mode.run(failsafe(), context -> "0.41").result()).isEqualTo("0.41");

        assertThat(slept).containsExactly(Duration.ofSeconds(2));
        assertThat(policy.delay()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    void policy_balanceCannotBeTold_isTheResultAndNoCallIsMade(Mode mode) {
        ThrottlePolicy<String> failing = ThrottlePolicy.of(throttle, name -> {
            throw new LedgerException("no database");
        });

        Mode.Outcome outcome = mode.run(Failsafe.with(failing), context -> "" + calls.incrementAndGet());

        assertThat(outcome.exception()).isInstanceOf(LedgerException.class);
        assertThat(calls).hasValue(0);
    }

    @Test
    void policy_interruptedWhileItWaits_isTheResultAndTheThreadStaysInterrupted() {
        watch.spendAll();
        ThrottlePolicy<String> real = ThrottlePolicy.of(throttle, watch.monitor()::balance);
        Thread.currentThread().interrupt();

        Mode.Outcome outcome = Mode.SYNC.run(Failsafe.with(real), context -> "" + calls.incrementAndGet());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome.exception()).isInstanceOf(InterruptedException.class);
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void policy_cancelledWhileItWaits_makesNoCallAndKeepsNoThread(Mode mode) throws Exception {
        watch.spendAll();
        ThrottlePolicy<String> real = ThrottlePolicy.of(throttle, watch.monitor()::balance);

        CompletableFuture<String> future =
                mode.start(Failsafe.with(real).with(threads), context -> "" + calls.incrementAndGet());

        // The one thread of the pool is free while the call waits.
        assertThat(threads.submit(() -> "free").get()).isEqualTo("free");
        assertThat(future.cancel(true)).isTrue();
        assertThat(threads.shutdownNow()).allMatch(task -> ((Future<?>) task).isCancelled());
        assertThat(calls).hasValue(0);
    }

    @Test
    void policy_timeoutOutsideAsynchronous_endsTheWait() {
        watch.spendAll();
        ThrottlePolicy<String> real = ThrottlePolicy.of(throttle, watch.monitor()::balance);

        Mode.Outcome outcome = Mode.ASYNC.run(
                Failsafe.with(List.of(dev.failsafe.Timeout.of(Duration.ofMillis(400)), real)),
                context -> "" + calls.incrementAndGet());

        assertThat(outcome.exception()).isInstanceOf(TimeoutExceededException.class);
        assertThat(calls).hasValue(0);
    }
}
