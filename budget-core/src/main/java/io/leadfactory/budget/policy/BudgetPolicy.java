package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Policy;
import dev.failsafe.spi.PolicyExecutor;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.util.function.Function;

/**
 * A Failsafe policy that reserves before a call and settles after it, exactly once. Thread-safe.
 *
 * <p>A refusal is a {@link BudgetRefusedException} as the result, and no call is made; a ledger that fails is a result, too.
 * A success costs what the cost function or the call itself says ({@link #call}), else its hold. A failure costs by
 * {@link UnknownOutcome}, by default that of the monitor, unless its exception says that nothing was spent. A hold ends when
 * the execution is cancelled or timed out from outside, by the same rule; a call that had not been started then is free, and
 * what one that is still under way does later changes nothing. If that happens while the call is being reserved, it is not made.
 *
 * <p>Where several tries share a hold, what earlier ones told is charged, and what the last is found to cost. Of a last one whose outcome
 * is unknown that is all that was left of the hold, or as much of it as {@link UnknownOutcome} says: so what is told and what is guessed
 * pass the hold together only if what is told does.
 *
 * <p>The order, outermost first: fallback, retry, bulkhead, rate limiter, <em>budget</em>, circuit breaker, timeout. Let the
 * retry {@code abortOn(BudgetException.class)}: a refusal does not go away by asking again, and a call whose cost could not
 * be recorded has been paid. With the retry inside, all tries share one hold, which must be large enough for all, and each
 * must tell its cost through {@link #call}. With a fallback inside, its value is priced like a result.
 *
 * <p>Reserving and settling happen on the thread that executes, in an asynchronous execution also on the one that asks,
 * retries or cancels; with a ledger in a database that thread waits for it. A plain {@code Executor} (not an
 * {@code ExecutorService}) makes Failsafe return null before the call is done: then only {@link #call} can tell a cost, and
 * too late. A cancellation that hits an asynchronous call in the instant between its thread's start and its own may release
 * a call that is still made, since Failsafe does not tell.
 *
 * @param <R> the type of the result
 */
public final class BudgetPolicy<R> implements Policy<R> {
    private final BudgetPolicyConfig<R> config;
    private final Pricing<R> pricing;
    private final Reserver<R> reserver;
    private final Running<R> running = new Running<>();

    BudgetPolicy(BudgetPolicyConfig<R> config) {
        this.config = config;
        this.pricing = new Pricing<>(config.cost, config.unknown, config.free);
        this.reserver = new Reserver<>(config);
    }

    /**
     * Starts a policy: {@code BudgetPolicy.<String>builder(monitor::tryReserve)}. A spend must follow.
     *
     * @param source where holds come from
     * @param <R> the type of the result
     * @return a builder
     * @throws IllegalArgumentException if it is null
     */
    public static <R> BudgetPolicyBuilder<R> builder(Function<? super Spend, Decision> source) {
        if (source == null) {
            throw new IllegalArgumentException("source must not be null: give monitor::tryReserve");
        }
        return new BudgetPolicyBuilder<>(source, null);
    }

    /**
     * Starts a policy that spends from a line: {@code BudgetPolicy.<String>builder(monitor.line("openai"))}. A spend must follow,
     * without tags. In memory a hold is a ticket then, which costs a small part of what a reservation does: it leaves no entry of its
     * own in the ledger, but is entered in a sum, and who counts reservations does not see it. All else is the same. What a ticket
     * cannot carry is reserved as by {@link BudgetLine#tryReserve(Spend)}: a spend with a key or without a price, and any with a store
     * that is asked call by call, where each hold has its entries.
     *
     * @param line the budgets
     * @param <R> the type of the result
     * @return a builder
     * @throws IllegalArgumentException if it is null
     */
    public static <R> BudgetPolicyBuilder<R> builder(BudgetLine line) {
        if (line == null) {
            throw new IllegalArgumentException("line must not be null: give monitor.line(\"openai\")");
        }
        return new BudgetPolicyBuilder<>(line::tryReserve, line);
    }

    /**
     * {@return the handle through which the call that runs in this execution tells its cost} Never fails: without a
     * hold, or after its end, what is told does not count, and {@link BudgetCall#spent} says so.
     *
     * @param context as a Failsafe {@code ContextualSupplier} or {@code AsyncRunnable} is given it
     */
    public BudgetCall call(ExecutionContext<?> context) {
        return new BudgetCall(running.find(context), context);
    }

    @Override
    public BudgetPolicyConfig<R> getConfig() {
        return config;
    }

    /** For Failsafe, which calls it once per execution. */
    @Override
    public PolicyExecutor<R> toExecutor(int policyIndex) {
        return new BudgetPolicyExecutor<>(this, policyIndex);
    }

    Pricing<R> pricing() {
        return pricing;
    }

    Reserver<R> reserver() {
        return reserver;
    }

    Running<R> running() {
        return running;
    }

    @Override
    public String toString() {
        return "budget policy, unknown outcomes: " + config.unknown;
    }
}
