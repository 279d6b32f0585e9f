package io.leadfactory.budget.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import io.leadfactory.budget.BudgetMonitor;
import io.leadfactory.budget.LedgerWatch;
import io.leadfactory.budget.ledger.BudgetStore;
import io.leadfactory.budget.ledger.LedgerException;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.reserve.Spend;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The call is made, and the ledger does not take how its hold ends. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LedgerFailureTest {
    private final AtomicInteger failing = new AtomicInteger();
    private final List<BudgetUnsettledEvent> unsettled = new CopyOnWriteArrayList<>();
    private final BudgetMonitor monitor = BudgetMonitor.builder()
            .budget(Budget.named("openai").limit("100").build())
            .store(failingToSettle(BudgetStore.inMemory()))
            .build();
    private final BudgetPolicy<String> budget = BudgetPolicy.<String>builder(monitor::tryReserve)
            .spend(Spend.of("0.50"))
            .cost(BigDecimal::new)
            .onUnsettled(unsettled::add)
            .build();

    private BudgetStore failingToSettle(BudgetStore store) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("settle") && failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                throw new LedgerException("no database");
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException failed) {
                throw Objects.requireNonNull(failed.getCause());
            }
        };
        return (BudgetStore) Proxy.newProxyInstance(
                LedgerFailureTest.class.getClassLoader(), new Class<?>[] {BudgetStore.class}, handler);
    }

    @AfterEach
    void ledgerAddsUp() {
        assertThat(monitor.balance("openai").held()).isZero();
        LedgerWatch.check(monitor);
    }

    @ParameterizedTest
    @EnumSource
    void settle_failsOnce_isSentAgain(Mode mode) {
        failing.set(1);

        assertThat(mode.run(Failsafe.with(budget), context -> "0.41").result()).isEqualTo("0.41");

        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.41");
        assertThat(unsettled).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void settle_failsTwiceAfterASuccess_isTheResultAndCanBeSentAgain(Mode mode) {
        failing.set(2);

        assertThat(mode.run(Failsafe.with(budget), context -> "0.41").exception())
                .isInstanceOf(LedgerException.class);

        assertThat(monitor.balance("openai").held()).isEqualByComparingTo("0.50");
        assertThat(unsettled).hasSize(1);
        unsettled.get(0).reservation().close();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.41");
    }

    @ParameterizedTest
    @EnumSource
    void settle_failsTwiceAfterAFailure_isAddedToIt(Mode mode) {
        failing.set(2);

        Mode.Outcome outcome = mode.run(Failsafe.with(budget), context -> {
            throw new IOException("no answer");
        });

        assertThat(outcome.exception()).isInstanceOf(IOException.class);
        assertThat(Objects.requireNonNull(outcome.exception()).getSuppressed())
                .hasAtLeastOneElementOfType(LedgerException.class);
        unsettled.get(0).reservation().close();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.50");
    }

    @ParameterizedTest
    @EnumSource(names = {"ASYNC", "STAGE", "ASYNC_EXECUTION"})
    void settle_failsTwiceAfterACancellation_isToldToTheListener(Mode mode) throws InterruptedException {
        failing.set(2);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> future = mode.start(Failsafe.with(budget), context -> {
            started.countDown();
            awaitUninterruptibly(end);
            return "0.41";
        });
        started.await();

        future.cancel(false);

        assertThat(unsettled).hasSize(1);
        unsettled.get(0).reservation().close();
        end.countDown();
        assertThat(monitor.balance("openai").spent()).isEqualByComparingTo("0.50");
    }

    @ParameterizedTest
    @EnumSource(names = "SYNC")
    void settle_onAnInterruptedThread_doesNotLetTheLedgerSeeIt(Mode mode) {
        failing.set(1);
        AtomicBoolean interrupted = new AtomicBoolean();

        Mode.Outcome outcome =
                mode.run(Failsafe.with(budget).onComplete(event -> interrupted.set(Thread.interrupted())), context -> {
                    Thread.currentThread().interrupt();
                    return "0.41";
                });

        assertThat(outcome.result()).isEqualTo("0.41");
        assertThat(interrupted).isTrue();
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
