package io.leadfactory.budget.policy;

import dev.failsafe.Policy;
import dev.failsafe.PolicyConfig;
import dev.failsafe.spi.PolicyExecutor;
import io.leadfactory.budget.plan.Balance;
import java.time.Duration;
import java.util.function.Function;

/**
 * A Failsafe policy that waits before a call as long as a {@link Throttle} advises. Thread-safe. Put it outside the
 * {@link BudgetPolicy}, so that nothing is held while it waits, and inside a retry, so that each try waits.
 *
 * <p>A synchronous execution sleeps; if it is interrupted, the {@code InterruptedException} is the result and the thread
 * stays interrupted; a timeout outside does not shorten its sleep. An asynchronous one is scheduled and keeps no thread; a
 * cancellation ends the wait. If the balance cannot be told, that failure is the result, and no call is made.
 *
 * @param <R> the type of the result
 */
public final class ThrottlePolicy<R> implements Policy<R> {
    /** How a synchronous execution waits. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    private static final class Config<R> extends PolicyConfig<R> {}

    private final Config<R> config = new Config<>();
    private final Throttle throttle;
    private final Function<String, Balance> balances;
    private final Pause pause;

    ThrottlePolicy(Throttle throttle, Function<String, Balance> balances, Pause pause) {
        this.throttle = throttle;
        this.balances = balances;
        this.pause = pause;
    }

    /**
     * {@return a policy that waits as it is advised}
     *
     * @param throttle the advice
     * @param balances where balances come from: {@code monitor::balance}
     * @param <R> the type of the result
     * @throws IllegalArgumentException if one is null
     */
    public static <R> ThrottlePolicy<R> of(Throttle throttle, Function<String, Balance> balances) {
        if (throttle == null || balances == null) {
            throw new IllegalArgumentException("throttle and balances must not be null");
        }
        return new ThrottlePolicy<>(
                throttle, balances, time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000));
    }

    /** {@return how long a call would wait now} */
    public Duration delay() {
        return throttle.delayAt(balances.apply(throttle.budget().name()));
    }

    @Override
    public PolicyConfig<R> getConfig() {
        return config;
    }

    /** For Failsafe, which calls it once per execution. */
    @Override
    public PolicyExecutor<R> toExecutor(int policyIndex) {
        return new ThrottleExecutor<>(this, pause, policyIndex);
    }
}
