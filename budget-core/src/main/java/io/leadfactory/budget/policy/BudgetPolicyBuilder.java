package io.leadfactory.budget.policy;

import dev.failsafe.BulkheadFullException;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.PolicyBuilder;
import dev.failsafe.RateLimitExceededException;
import dev.failsafe.event.EventListener;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link BudgetPolicy} is made of. For one thread.
 *
 * @param <R> the type of the result
 */
public final class BudgetPolicyBuilder<R> extends PolicyBuilder<BudgetPolicyBuilder<R>, BudgetPolicyConfig<R>, R> {
    static final List<Class<? extends Throwable>> FREE = List.of(
            CircuitBreakerOpenException.class,
            BulkheadFullException.class,
            RateLimitExceededException.class,
            BudgetRefusedException.class);

    BudgetPolicyBuilder(Function<? super Spend, Decision> source, @Nullable BudgetLine line) {
        super(new BudgetPolicyConfig<>(source, line, FREE));
    }

    /**
     * What each call may cost at most. Of calls without a price {@link Spend#unpriced()}: what becomes of them is said by the
     * monitor, and a cost that is told in the end is recorded in full.
     *
     * @param spend the upper bound and its tags
     * @return this builder
     */
    public BudgetPolicyBuilder<R> spend(Spend spend) {
        config.fixed = given("spend", spend);
        config.spend = null;
        return this;
    }

    /**
     * What a call may cost at most, from its execution: the number of the attempt, the last result; {@link Spend#unpriced()} if
     * there is no price for it. A key that it gives must be another for each attempt: an attempt whose key was used is not made
     * if that reservation has ended, and else shares it. What the function
     * throws is the result of the execution, and no call is made.
     *
     * @param spend the upper bound and its tags
     * @return this builder
     */
    public BudgetPolicyBuilder<R> spend(Function<? super ExecutionContext<R>, Spend> spend) {
        config.spend = given("spend", spend);
        config.fixed = null;
        return this;
    }

    /**
     * What a call did cost, from its result; null says that the result does not tell, which charges the hold. Without
     * a function a success charges the hold. If it throws, the hold is charged and the result is a
     * {@link CostException}.
     *
     * @param cost the function; called once per hold at most
     * @return this builder
     */
    public BudgetPolicyBuilder<R> cost(Function<? super R, ? extends @Nullable BigDecimal> cost) {
        config.cost = given("cost", cost);
        return this;
    }

    /**
     * What a call costs that threw, ran into a timeout or was cancelled after its start; by default what the monitor says of unknown
     * outcomes, which is its hold if that does not say otherwise.
     *
     * @param unknown what it costs
     * @return this builder
     */
    public BudgetPolicyBuilder<R> onUnknown(UnknownOutcome unknown) {
        config.unknown = given("onUnknown", unknown);
        return this;
    }

    /**
     * One more exception that says that nothing was spent, subclasses included; by default those of Failsafe's circuit
     * breaker, bulkhead and rate limiter, and the refusal of another budget inside.
     *
     * @param exception the exception's type
     * @return this builder
     */
    public BudgetPolicyBuilder<R> costsNothingOn(Class<? extends Throwable> exception) {
        config.free.add(given("costsNothingOn", exception));
        return this;
    }

    /**
     * Who is told of a refusal; {@code onFailure} is not called for one, as no call was made. What it throws is dropped,
     * as Failsafe does with all its listeners.
     *
     * @param listener the listener
     * @return this builder
     */
    public BudgetPolicyBuilder<R> onRefused(EventListener<BudgetRefusedEvent<R>> listener) {
        config.refusedListener = given("onRefused", listener);
        return this;
    }

    /**
     * Who is told that the end of a hold could not be recorded. Where somebody still waits for a result it is that
     * failure, too; after a cancellation only this listener hears of it.
     *
     * @param listener the listener
     * @return this builder
     */
    public BudgetPolicyBuilder<R> onUnsettled(EventListener<BudgetUnsettledEvent> listener) {
        config.unsettledListener = given("onUnsettled", listener);
        return this;
    }

    /**
     * {@return the policy}
     *
     * @throws IllegalArgumentException if it does not say what to reserve, or says tags beside a line
     */
    public BudgetPolicy<R> build() {
        if (config.spend == null && config.fixed == null) {
            throw new IllegalArgumentException(
                    "a budget policy must know what to reserve: call spend(Spend.of(\"0.50\"))");
        }
        if (config.line != null && config.fixed != null) {
            Tickets.untagged(config.fixed);
        }
        return new BudgetPolicy<>(new BudgetPolicyConfig<>(config));
    }

    static <T> T given(String what, T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " must not be null");
        }
        return value;
    }
}
