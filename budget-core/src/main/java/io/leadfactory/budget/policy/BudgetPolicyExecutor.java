package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.spi.AsyncExecutionInternal;
import dev.failsafe.spi.ExecutionInternal;
import dev.failsafe.spi.ExecutionResult;
import dev.failsafe.spi.FailsafeFuture;
import dev.failsafe.spi.PolicyExecutor;
import dev.failsafe.spi.Scheduler;
import dev.failsafe.spi.SyncExecutionInternal;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.reserve.BudgetRefusedException;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The policy within one execution and its retries. Thread-safe.
 *
 * <p>Failsafe skips the hooks after a call when there is no result or another policy throws, so they cannot be relied on to
 * end a hold; both {@code apply} methods are overridden instead, and every path out of them ends it. Nothing is thrown from
 * here: Failsafe has no {@code finally}, and an exception would fly past all policies outside.
 *
 * <p>All tries of a retry outside share this object and two of them can be alive at once, so a hold is found by its
 * execution. A retry inside copies the execution; a copy that is not known belongs to the newest hold. An asynchronous
 * execution that is recorded runs through here a second time and finds its hold the same way. A stand-alone execution has no
 * beginning, only an end: no hold is found, and nothing is done.
 *
 * <p>On a cancellation from outside only the hold is ended. Completing the promise as well was rejected: it would run what
 * the policies outside do next in the midst of Failsafe's loop over the cancel functions, before the one that interrupts the
 * call.
 */
final class BudgetPolicyExecutor<R> extends PolicyExecutor<R> {
    private final BudgetPolicyConfig<R> config;
    private final Pricing<R> pricing;
    private final Map<Object, BudgetPolicyExecutor<R>> running;
    private final Map<ExecutionContext<?>, Hold> holds = new WeakHashMap<>(); // guarded by itself, as are the next two
    private @Nullable Hold newest;
    private int open;

    BudgetPolicyExecutor(BudgetPolicy<R> policy, int policyIndex, Map<Object, BudgetPolicyExecutor<R>> running) {
        super(policy, policyIndex);
        this.config = policy.getConfig();
        this.pricing = config.pricing();
        this.running = running;
    }

    @Override
    public Function<SyncExecutionInternal<R>, ExecutionResult<R>> apply(
            Function<SyncExecutionInternal<R>, ExecutionResult<R>> innerFn, Scheduler scheduler) {
        return execution -> {
            ExecutionResult<R> denial = reserve(execution);
            if (denial != null) {
                execution.preExecute();
                return denial;
            }
            try {
                return postExecute(execution, innerFn.apply(execution));
            } finally {
                settleUnknown(find(execution), execution);
            }
        };
    }

    @Override
    public Function<AsyncExecutionInternal<R>, CompletableFuture<ExecutionResult<R>>> applyAsync(
            Function<AsyncExecutionInternal<R>, CompletableFuture<ExecutionResult<R>>> innerFn,
            Scheduler scheduler,
            FailsafeFuture<R> future) {
        return execution -> {
            if (!execution.isRecorded()) {
                ExecutionResult<R> denial = reserve(execution);
                if (denial != null) {
                    execution.preExecute();
                    return CompletableFuture.completedFuture(denial);
                }
                if (!endsWith(future, execution)) {
                    settle(find(execution), execution, Ending.release());
                    return ExecutionResult.nullFuture();
                }
            }
            return run(execution, innerFn, scheduler, future);
        };
    }

    private CompletableFuture<ExecutionResult<R>> run(
            AsyncExecutionInternal<R> execution,
            Function<AsyncExecutionInternal<R>, CompletableFuture<ExecutionResult<R>>> innerFn,
            Scheduler scheduler,
            FailsafeFuture<R> future) {
        CompletableFuture<ExecutionResult<R>> inner;
        try {
            inner = innerFn.apply(execution);
        } catch (Throwable failed) {
            inner = CompletableFuture.failedFuture(failed);
        }
        return inner.whenComplete((result, error) -> {
                    if (error != null || result == null) {
                        settleWithoutResult(execution, error, future);
                    }
                })
                .thenCompose(result -> result == null
                        ? ExecutionResult.nullFuture()
                        : after(execution, settled(execution, result), scheduler, future));
    }

    /** The result is settled before, since this is synchronized and a ledger may take its time. */
    private CompletableFuture<ExecutionResult<R>> after(
            AsyncExecutionInternal<R> execution,
            ExecutionResult<R> result,
            Scheduler scheduler,
            FailsafeFuture<R> future) {
        CompletableFuture<ExecutionResult<R>> post = postExecuteAsync(execution, result, scheduler, future);
        return post == null ? ExecutionResult.nullFuture() : post;
    }

    @Override
    public ExecutionResult<R> postExecute(ExecutionInternal<R> execution, ExecutionResult<R> result) {
        return super.postExecute(execution, settled(execution, result));
    }

    private @Nullable ExecutionResult<R> reserve(ExecutionInternal<R> execution) {
        try {
            Spend spend = Objects.requireNonNull(config.spend).apply(execution);
            if (spend == null) {
                throw new IllegalArgumentException("spend must not be null: the spend function gave none");
            }
            Decision decision = config.source.apply(spend);
            if (decision.refusal().isPresent()) {
                Decision.Refused refusal = decision.refusal().get();
                if (config.refusedListener != null) {
                    config.refusedListener.acceptUnchecked(new BudgetRefusedEvent<>(refusal, spend, execution));
                }
                return ExecutionResult.exception(new BudgetRefusedException(refusal));
            }
            add(execution, new Hold(decision.reservation()));
            return null;
        } catch (Throwable failed) {
            return ExecutionResult.exception(failed);
        }
    }

    private void add(ExecutionInternal<R> execution, Hold hold) {
        synchronized (holds) {
            holds.put(execution, hold);
            newest = hold;
            open++;
            running.put(execution.getLock(), this);
        }
    }

    @Nullable
    Hold find(ExecutionContext<?> execution) {
        synchronized (holds) {
            Hold own = holds.get(execution);
            return own != null ? own : newest;
        }
    }

    /** Says whether the execution goes on; if so, its hold ends when it is cancelled. */
    private boolean endsWith(FailsafeFuture<R> future, AsyncExecutionInternal<R> execution) {
        Hold hold = find(execution);
        synchronized (future) {
            if (future.isDone()) {
                return false;
            }
            future.setCancelFn(this, (mayInterrupt, cancelResult) -> {
                if (execution.isPreExecuted()) {
                    settleUnknown(hold, execution);
                } else if (hold != null) {
                    hold.cancelBeforeStart(cancelResult);
                }
            });
            return true;
        }
    }

    private ExecutionResult<R> settled(ExecutionInternal<R> execution, ExecutionResult<R> result) {
        Hold hold = find(execution);
        if (hold == null) {
            return result;
        }
        Hold.Told told = hold.end();
        if (told == null) {
            return result;
        }
        Ending ending = told(told, execution, () -> ending(hold, execution, result));
        RuntimeException failure = record(hold, execution, ending);
        Throwable exception = result.getException();
        Throwable problem = failure == null ? ending.problem() : failure;
        if (problem == null) {
            return result;
        }
        if (exception == null) {
            return ExecutionResult.exception(problem);
        }
        exception.addSuppressed(problem);
        return result;
    }

    private boolean isOnlyTry(ExecutionInternal<R> execution) {
        synchronized (holds) {
            return holds.containsKey(execution) && execution.getLatest() == execution;
        }
    }

    private Ending ending(Hold hold, ExecutionInternal<R> execution, ExecutionResult<R> result) {
        BigDecimal amount = hold.reservation().amount();
        if (!execution.isPreExecuted() || hold.isResultOfCancel(result)) {
            return Ending.release();
        }
        Throwable exception = result.getException();
        if (exception != null) {
            // A retry inside shows its last try alone, and a try before may have cost something.
            return isOnlyTry(execution) ? pricing.ofException(exception, amount) : pricing.ofUnknown(amount);
        }
        return result.isNonResult()
                ? Ending.charge(NanoUnits.of("hold", amount))
                : pricing.ofResult(result.getResult(), amount);
    }

    private void settleWithoutResult(
            AsyncExecutionInternal<R> execution, @Nullable Throwable error, FailsafeFuture<R> future) {
        Hold hold = find(execution);
        if (!execution.isPreExecuted()) {
            settle(hold, execution, Ending.release());
        } else if (error != null || !execution.isAsyncExecution() || isOver(hold, future)) {
            settleUnknown(hold, execution);
        }
        // Else the call is under way and will be recorded by who makes it.
    }

    private static boolean isOver(@Nullable Hold hold, FailsafeFuture<?> future) {
        return future.isDone() || (hold != null && hold.isCancelledBeforeStart());
    }

    private void settleUnknown(@Nullable Hold hold, ExecutionInternal<R> execution) {
        if (hold != null) {
            settle(hold, execution, pricing.ofUnknown(hold.reservation().amount()));
        }
    }

    private void settle(@Nullable Hold hold, ExecutionInternal<R> execution, Ending ending) {
        Hold.Told told = hold == null ? null : hold.end();
        if (hold != null && told != null) {
            record(hold, execution, told(told, execution, () -> ending));
        }
    }

    /** What the last try told is what it costs; what tries before it told comes on top of what is found for the last. */
    private static Ending told(Hold.Told told, ExecutionInternal<?> execution, Supplier<Ending> found) {
        if (told.by() == null) {
            return found.get();
        }
        return told.by() == execution.getLatest()
                ? Ending.commit(told.units())
                : found.get().after(told.units());
    }

    private @Nullable RuntimeException record(Hold hold, ExecutionInternal<R> execution, Ending ending) {
        RuntimeException failure = ending.settle(hold.reservation());
        if (failure != null && config.unsettledListener != null) {
            config.unsettledListener.acceptUnchecked(new BudgetUnsettledEvent(hold.reservation(), failure));
        }
        synchronized (holds) {
            open--;
            if (open == 0) {
                running.remove(execution.getLock(), this);
            }
        }
        return failure;
    }
}
