package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.event.EventListener;
import dev.failsafe.spi.AsyncExecutionInternal;
import dev.failsafe.spi.ExecutionInternal;
import dev.failsafe.spi.ExecutionResult;
import dev.failsafe.spi.FailsafeFuture;
import dev.failsafe.spi.PolicyExecutor;
import dev.failsafe.spi.Scheduler;
import dev.failsafe.spi.SyncExecutionInternal;
import io.leadfactory.budget.reserve.Decision;
import io.leadfactory.budget.reserve.Spend;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import java.util.function.LongFunction;
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
    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<BudgetPolicyExecutor, @Nullable Hold> NEWEST =
            AtomicReferenceFieldUpdater.newUpdater(BudgetPolicyExecutor.class, Hold.class, "newest");

    private final BudgetPolicy<R> policy;
    private @Nullable ExecutionInternal<R> first; // written before it can be found, as is the first of the newest
    private volatile @Nullable Hold newest;
    private volatile @Nullable Tries tries; // null if the execution is synchronous and has one try
    private int place = Running.NOWHERE; // only for the thread of a synchronous execution

    BudgetPolicyExecutor(BudgetPolicy<R> policy, int policyIndex) {
        super(policy, policyIndex);
        this.policy = policy;
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
            if (execution.isCancelled(this)) {
                return withdrawn(execution);
            }
            place = policy.running().enter(this, execution);
            try {
                return postExecute(execution, innerFn.apply(execution));
            } finally {
                settleUnknown(find(execution), execution);
                if (place == Running.FILED) {
                    policy.running().remove(this, execution);
                }
            }
        };
    }

    @Override
    public Function<AsyncExecutionInternal<R>, CompletableFuture<ExecutionResult<R>>> applyAsync(
            Function<AsyncExecutionInternal<R>, CompletableFuture<ExecutionResult<R>>> innerFn,
            Scheduler scheduler,
            FailsafeFuture<R> future) {
        Tries all = new Tries();
        tries = all;
        return execution -> {
            if (!execution.isRecorded()) {
                ExecutionResult<R> denial = reserve(execution);
                if (denial != null) {
                    execution.preExecute();
                    return CompletableFuture.completedFuture(denial);
                }
                all.began(policy.running(), this, execution);
                if (!endsWith(future, execution)) {
                    ExecutionResult<R> result = withdrawn(execution);
                    return future.isDone() ? ExecutionResult.nullFuture() : CompletableFuture.completedFuture(result);
                }
            }
            return run(execution, innerFn, scheduler, future);
        };
    }

    /** It was cancelled while it was held. A policy outside that did so has another result, and those between see an exception. */
    private ExecutionResult<R> withdrawn(ExecutionInternal<R> execution) {
        settle(find(execution), execution, Ending::release);
        return ExecutionResult.exception(
                new CancellationException("no call was made: it was cancelled while its cost was being reserved"));
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
            Reserver<R> reserver = policy.reserver();
            Spend spend = reserver.spend(execution);
            Hold hold = reserver.ticket(spend);
            if (hold == null) {
                Decision decision = reserver.decide(spend);
                Optional<Decision.Refused> refusal = decision.refusal();
                if (refusal.isPresent()) {
                    return reserver.refused(refusal.get(), spend, execution);
                }
                hold = new ReservedHold(decision.reservation());
            }
            add(execution, hold);
            return null;
        } catch (Throwable failed) {
            return ExecutionResult.exception(failed);
        }
    }

    /** One try begins after another, so this is never called by two threads at once. */
    private void add(ExecutionInternal<R> execution, Hold hold) {
        ExecutionInternal<R> before = first;
        Hold previous = newest;
        if (before == null || previous == null) {
            first = execution;
        } else {
            Tries all = tries;
            if (all == null) {
                all = new Tries();
                tries = all;
            }
            all.add(before, previous, execution, hold);
        }
        NEWEST.lazySet(this, hold);
    }

    @Nullable
    Hold find(ExecutionContext<?> execution) {
        Hold latest = newest; // read first: who sees the hold of a second try sees that there are several
        Tries all = tries;
        Hold own = all == null ? null : all.find(execution);
        return own != null ? own : latest;
    }

    private boolean isOwn(ExecutionContext<?> execution) {
        Tries all = tries;
        return execution == first || (all != null && all.find(execution) != null);
    }

    /** Whether this is of the execution whose tries share the lock. */
    boolean isOf(Object lock) {
        ExecutionInternal<R> any = first;
        return any != null && any.getLock() == lock;
    }

    /** Says whether the execution goes on; if so, its hold ends when it is cancelled. */
    private boolean endsWith(FailsafeFuture<R> future, AsyncExecutionInternal<R> execution) {
        Hold hold = find(execution);
        synchronized (future) {
            if (future.isDone() || execution.isCancelled(this)) {
                return false;
            }
            future.setCancelFn(this, (mayInterrupt, cancelResult) -> {
                if (hold != null && !execution.isPreExecuted()) {
                    hold.cancelBeforeStart(cancelResult);
                }
                // Asked again: a call that was started meanwhile may not have seen that, and may never be recorded.
                if (execution.isPreExecuted()) {
                    settleUnknown(hold, execution);
                }
            });
            return true;
        }
    }

    private ExecutionResult<R> settled(ExecutionInternal<R> execution, ExecutionResult<R> result) {
        Hold hold = find(execution);
        Hold.Told told = hold == null ? null : end(hold);
        if (hold == null || told == null) {
            return result;
        }
        Throwable exception = result.getException();
        if (told.isNothing()
                && exception == null
                && isMade(hold, execution, result)
                && policy.pricing().isHold()) {
            RuntimeException failure = recorded(hold, execution, hold.charge());
            return failure == null ? result : ExecutionResult.exception(failure);
        }
        Ending ending = told.isBy(execution.getLatest())
                ? Ending.commit(told.units())
                : ending(hold, execution, result, told.units());
        RuntimeException failure = recorded(hold, execution, hold.settle(ending));
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

    /** What was told, for who ends the hold; a synchronous execution that nobody has found has no need to ask. */
    private Hold.@Nullable Told end(Hold hold) {
        int left = place;
        if (left > Running.NOWHERE) {
            place = Running.NOWHERE;
            if (policy.running().leaveUnfound(this, left)) {
                return hold.endUntold();
            }
        }
        return hold.end();
    }

    private static boolean isMade(Hold hold, ExecutionInternal<?> execution, ExecutionResult<?> result) {
        return execution.isPreExecuted() && !hold.isResultOfCancel(result);
    }

    /** Of a last try that told nothing, after what others told. */
    private Ending ending(Hold hold, ExecutionInternal<R> execution, ExecutionResult<R> result, long toldUnits) {
        if (!isMade(hold, execution, result)) {
            return Ending.release(toldUnits);
        }
        // A retry inside shows its last try alone, and a try before may have cost something.
        boolean isOnlyTry = isOwn(execution) && execution.getLatest() == execution;
        return policy.pricing().ofOutcome(result, isOnlyTry, hold.units(), toldUnits);
    }

    private void settleWithoutResult(
            AsyncExecutionInternal<R> execution, @Nullable Throwable error, FailsafeFuture<R> future) {
        Hold hold = find(execution);
        boolean isOver = future.isDone() || (hold != null && hold.isCancelledBeforeStart());
        if (!execution.isPreExecuted()) {
            settle(hold, execution, Ending::release);
        } else if (error != null || !execution.isAsyncExecution() || isOver) {
            settleUnknown(hold, execution);
        }
        // Else the call is under way and will be recorded by who makes it.
    }

    private void settleUnknown(@Nullable Hold hold, ExecutionInternal<R> execution) {
        if (hold != null && !hold.hasEnded()) {
            settle(hold, execution, toldUnits -> policy.pricing().ofUnknown(hold.units(), toldUnits));
        }
    }

    /** As the last try told, or else as is found of it after what others told. */
    private void settle(@Nullable Hold hold, ExecutionInternal<R> execution, LongFunction<Ending> found) {
        Hold.Told told = hold == null ? null : end(hold);
        if (hold != null && told != null) {
            Ending ending = told.isBy(execution.getLatest()) ? Ending.commit(told.units()) : found.apply(told.units());
            recorded(hold, execution, hold.settle(ending));
        }
    }

    private @Nullable RuntimeException recorded(
            Hold hold, ExecutionInternal<R> execution, @Nullable RuntimeException failure) {
        EventListener<BudgetUnsettledEvent> listener = failure == null ? null : policy.getConfig().unsettledListener;
        if (failure != null && listener != null) {
            listener.acceptUnchecked(new BudgetUnsettledEvent(hold.reservation(), failure));
        }
        Tries all = tries;
        if (all != null) {
            all.ended(policy.running(), this, execution);
        }
        return failure;
    }
}
