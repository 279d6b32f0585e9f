package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.event.EventListener;
import dev.failsafe.spi.ExecutionResult;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the holds of a policy come from. Thread-safe.
 *
 * <p>There are two ways. The short one takes a ticket of a line in memory, and neither makes an object of the amount nor looks for
 * budgets. The long one asks the source, which can carry everything: keys, calls without a price, stores that are asked call by call.
 * A call that the short way cannot carry or does not grant goes the long one, so that only that says why a call is refused.
 */
final class Reserver<R> {
    private final Function<? super Spend, Decision> source;
    private final @Nullable Tickets tickets;
    private final @Nullable Spend fixed;
    private final @Nullable Function<? super ExecutionContext<R>, Spend> computed;
    private final @Nullable EventListener<BudgetRefusedEvent<R>> listener;

    Reserver(BudgetPolicyConfig<R> config) {
        source = config.source;
        tickets = config.line == null ? null : new Tickets(config.line, config.fixed);
        fixed = config.fixed;
        computed = config.spend;
        listener = config.refusedListener;
    }

    /** What a call may cost at most. */
    Spend spend(ExecutionContext<R> context) {
        Spend spend = fixed != null || computed == null ? fixed : computed.apply(context);
        if (spend == null) {
            throw new IllegalArgumentException("spend must not be null: the spend function gave none");
        }
        return spend;
    }

    /** The short way; null if there is none, or no room. */
    @Nullable
    Hold ticket(Spend spend) {
        return tickets == null ? null : tickets.take(spend);
    }

    /** The long way. */
    Decision decide(Spend spend) {
        return source.apply(spend);
    }

    /** Tells of a refusal, which is the result. */
    ExecutionResult<R> refused(Decision.Refused refusal, Spend spend, ExecutionContext<R> context) {
        if (listener != null) {
            listener.acceptUnchecked(new BudgetRefusedEvent<>(refusal, spend, context));
        }
        return ExecutionResult.exception(new BudgetRefusedException(refusal));
    }
}
