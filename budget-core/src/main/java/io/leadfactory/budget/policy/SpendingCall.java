package io.leadfactory.budget.policy;

import static io.leadfactory.budget.policy.BudgetPolicyBuilder.given;

import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes plain functions reserve before they run and settle afterwards. Immutable and thread-safe; what it returns is as
 * thread-safe as what it was given.
 *
 * <p>A success costs what the cost function says, else its hold. A call that throws costs by {@link UnknownOutcome}, by
 * default that of the monitor, unless its exception says that nothing was spent; the exception is passed on as it is. A refusal throws
 * {@link BudgetRefusedException}, and nothing is called. If the end of a hold cannot be recorded in two tries, that is thrown
 * after a success and added to the exception after a failure; it stays held.
 *
 * @param <R> the type of the result
 */
public final class SpendingCall<R> {
    private final Function<? super Spend, Decision> source;
    private final @Nullable Tickets tickets;
    private final Spend spend;
    private final Pricing<R> pricing;

    private SpendingCall(Builder<R> builder) {
        source = builder.source;
        tickets = builder.line == null ? null : new Tickets(builder.line, builder.spend);
        spend = builder.spend;
        pricing = new Pricing<>(builder.cost, builder.unknown, builder.free);
    }

    /**
     * Starts one: {@code SpendingCall.<String>builder(monitor::tryReserve, Spend.of("0.50"))}.
     *
     * @param source where holds come from
     * @param spend what each call may cost at most; of calls without a price {@link Spend#unpriced()}
     * @param <R> the type of the result
     * @return a builder
     * @throws IllegalArgumentException if one is null
     */
    public static <R> Builder<R> builder(Function<? super Spend, Decision> source, Spend spend) {
        return new Builder<>(given("source", source), null, given("spend", spend));
    }

    /**
     * Starts one that spends from a line: {@code SpendingCall.<String>builder(monitor.line("openai"), Spend.of("0.50"))}. In memory a
     * hold is a ticket then, which costs a small part of what a reservation does: it leaves no entry of its own in the ledger, but is
     * entered in a sum. All else is the same. What a ticket cannot carry is reserved as by {@link BudgetLine#tryReserve(Spend)}: a spend
     * with a key or without a price, and any with a store that is asked call by call, where each hold has its entries.
     *
     * @param line the budgets
     * @param spend what each call may cost at most, without tags, since the line says which budgets; of calls without a price {@link
     *     Spend#unpriced()}
     * @param <R> the type of the result
     * @return a builder
     * @throws IllegalArgumentException if one is null, or the spend has tags
     */
    public static <R> Builder<R> builder(BudgetLine line, Spend spend) {
        return new Builder<>(given("line", line)::tryReserve, line, Tickets.untagged(given("spend", spend)));
    }

    /**
     * {@return a supplier that spends}
     *
     * @param supplier what it calls
     */
    public Supplier<R> supplier(Supplier<? extends R> supplier) {
        given("supplier", supplier);
        return () -> {
            Hold hold = reserve();
            R result;
            try {
                result = supplier.get();
            } catch (Throwable thrown) {
                settleFailure(hold, thrown);
                throw thrown;
            }
            return settled(hold, result);
        };
    }

    /**
     * {@return a callable that spends}
     *
     * @param callable what it calls
     */
    public Callable<R> callable(Callable<? extends R> callable) {
        given("callable", callable);
        return () -> {
            Hold hold = reserve();
            R result;
            try {
                result = callable.call();
            } catch (Throwable thrown) {
                settleFailure(hold, thrown);
                throw thrown;
            }
            return settled(hold, result);
        };
    }

    /**
     * {@return a runnable that spends; it has no result to tell a cost, so each run costs its hold}
     *
     * @param runnable what it runs
     */
    public Runnable runnable(Runnable runnable) {
        given("runnable", runnable);
        return () -> {
            Hold hold = reserve();
            try {
                runnable.run();
            } catch (Throwable thrown) {
                settleFailure(hold, thrown);
                throw thrown;
            }
            throwIfAny(hold.charge());
        };
    }

    /**
     * {@return a supplier of stages that spends} It reserves on the thread that asks and settles on the one that completes
     * the stage. It throws nothing: a refusal, too, is a stage that has failed. Cancelling what it returns does not reach
     * the call; the hold ends when the call does.
     *
     * @param supplier what it calls
     */
    public Supplier<CompletionStage<R>> stage(Supplier<? extends CompletionStage<? extends R>> supplier) {
        given("supplier", supplier);
        return () -> {
            Hold hold;
            try {
                hold = reserve();
            } catch (RuntimeException refused) {
                return CompletableFuture.failedStage(refused);
            }
            CompletionStage<? extends R> stage;
            try {
                stage = given("the stage that the supplier gave", supplier.get());
            } catch (Throwable thrown) {
                settleFailure(hold, thrown);
                return CompletableFuture.failedStage(thrown);
            }
            // The second stage keeps a caller from completing the first, which would then settle nothing.
            return stage.<R>handle((result, thrown) -> ended(hold, result, thrown))
                    .thenApply(result -> result);
        };
    }

    private R ended(Hold hold, R result, @Nullable Throwable thrown) {
        if (thrown == null) {
            return settled(hold, result);
        }
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        settleFailure(hold, cause == null ? thrown : cause);
        throw thrown instanceof CompletionException wrapped ? wrapped : new CompletionException(thrown);
    }

    private Hold reserve() {
        Hold ticket = tickets == null ? null : tickets.take(spend);
        return ticket != null ? ticket : new ReservedHold(source.apply(spend).reservation());
    }

    private R settled(Hold hold, R result) {
        Ending ending = pricing.ofResult(result, hold.units(), 0);
        throwIfAny(hold.settle(ending));
        throwIfAny(ending.problem());
        return result;
    }

    private void settleFailure(Hold hold, Throwable thrown) {
        RuntimeException failure = hold.settle(pricing.ofException(thrown, hold.units(), 0));
        if (failure != null) {
            thrown.addSuppressed(failure);
        }
    }

    private static void throwIfAny(@Nullable RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Collects what a {@link SpendingCall} is made of. For one thread.
     *
     * @param <R> the type of the result
     */
    public static final class Builder<R> {
        private final Function<? super Spend, Decision> source;
        private final @Nullable BudgetLine line;
        private final Spend spend;
        private final List<Class<? extends Throwable>> free = new ArrayList<>(BudgetPolicyBuilder.FREE);
        private @Nullable Function<? super R, ? extends @Nullable BigDecimal> cost;
        private @Nullable UnknownOutcome unknown;

        private Builder(Function<? super Spend, Decision> source, @Nullable BudgetLine line, Spend spend) {
            this.source = source;
            this.line = line;
            this.spend = spend;
        }

        /**
         * What a call did cost, from its result; null says that the result does not tell, which charges the hold, as does
         * the default. If it throws, the hold is charged and a {@link CostException} is thrown.
         *
         * @param cost the function
         * @return this builder
         */
        public Builder<R> cost(Function<? super R, ? extends @Nullable BigDecimal> cost) {
            this.cost = given("cost", cost);
            return this;
        }

        /**
         * What a call costs that threw; by default what the monitor says of unknown outcomes, which is its hold if that does not
         * say otherwise.
         *
         * @param unknown what it costs
         * @return this builder
         */
        public Builder<R> onUnknown(UnknownOutcome unknown) {
            this.unknown = given("onUnknown", unknown);
            return this;
        }

        /**
         * One more exception that says that nothing was spent, subclasses included; by default those of Failsafe's
         * circuit breaker, bulkhead and rate limiter, and the refusal of another budget.
         *
         * @param exception the exception's type
         * @return this builder
         */
        public Builder<R> costsNothingOn(Class<? extends Throwable> exception) {
            free.add(given("costsNothingOn", exception));
            return this;
        }

        /** {@return what makes functions spend} */
        public SpendingCall<R> build() {
            return new SpendingCall<>(this);
        }
    }
}
