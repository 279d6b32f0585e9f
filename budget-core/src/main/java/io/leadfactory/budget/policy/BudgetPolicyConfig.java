package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.PolicyConfig;
import dev.failsafe.event.EventListener;
import io.leadfactory.budget.plan.UnknownOutcome;
import io.leadfactory.budget.reserve.BudgetLine;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BudgetPolicy} is made of. Immutable once the policy is built.
 *
 * @param <R> the type of the result
 */
public final class BudgetPolicyConfig<R> extends PolicyConfig<R> {
    final Function<? super Spend, Decision> source;

    /** Where tickets come from, if they may; else only the source is asked. */
    final @Nullable BudgetLine line;

    /** What each call may cost at most; null if the function says it. */
    @Nullable
    Spend fixed;

    @Nullable
    Function<? super ExecutionContext<R>, Spend> spend;

    @Nullable
    Function<? super R, ? extends @Nullable BigDecimal> cost;

    @Nullable
    UnknownOutcome unknown;

    final List<Class<? extends Throwable>> free;

    @Nullable
    EventListener<BudgetRefusedEvent<R>> refusedListener;

    @Nullable
    EventListener<BudgetUnsettledEvent> unsettledListener;

    BudgetPolicyConfig(
            Function<? super Spend, Decision> source,
            @Nullable BudgetLine line,
            List<Class<? extends Throwable>> free) {
        this.source = source;
        this.line = line;
        this.free = new ArrayList<>(free);
    }

    BudgetPolicyConfig(BudgetPolicyConfig<R> config) {
        super(config);
        source = config.source;
        line = config.line;
        fixed = config.fixed;
        spend = config.spend;
        cost = config.cost;
        unknown = config.unknown;
        free = List.copyOf(config.free);
        refusedListener = config.refusedListener;
        unsettledListener = config.unsettledListener;
    }

    /** {@return what a call costs of which nobody knows how it ended; null if the monitor says it} */
    public @Nullable UnknownOutcome unknownOutcome() {
        return unknown;
    }

    /** {@return the exceptions that cost nothing, subclasses included; cannot be changed} */
    public List<Class<? extends Throwable>> costsNothingOn() {
        return List.copyOf(free);
    }
}
