package io.leadfactory.budget.policy;

import dev.failsafe.spi.ExecutionResult;
import dev.failsafe.spi.FailsafeFuture;
import dev.failsafe.spi.PolicyExecutor;
import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits before a call. Thread-safe. Nothing is thrown from here: Failsafe would let it fly past the policies outside. */
final class ThrottleExecutor<R> extends PolicyExecutor<R> {
    private final ThrottlePolicy<R> policy;
    private final ThrottlePolicy.Pause pause;

    ThrottleExecutor(ThrottlePolicy<R> policy, ThrottlePolicy.Pause pause, int policyIndex) {
        super(policy, policyIndex);
        this.policy = policy;
        this.pause = pause;
    }

    @Override
    protected @Nullable ExecutionResult<R> preExecute() {
        try {
            Duration delay = policy.delay();
            if (!delay.isZero()) {
                pause.sleep(delay);
            }
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExecutionResult.exception(interrupted);
        } catch (Throwable failed) {
            return ExecutionResult.exception(failed);
        }
    }

    @Override
    protected @Nullable CompletableFuture<ExecutionResult<R>> preExecuteAsync(
            Scheduler scheduler, FailsafeFuture<R> future) {
        CompletableFuture<ExecutionResult<R>> promise = new CompletableFuture<>();
        try {
            Duration delay = policy.delay();
            if (delay.isZero()) {
                return null;
            }
            Future<?> waiting = scheduler.schedule(
                    () -> promise.complete(ExecutionResult.none()), delay.toNanos(), TimeUnit.NANOSECONDS);
            // A promise that is completed with null, or with the result of a timeout outside, makes no call.
            future.setCancelFn(this, (mayInterrupt, cancelResult) -> {
                promise.complete(cancelResult);
                waiting.cancel(mayInterrupt);
            });
        } catch (Throwable failed) {
            promise.complete(ExecutionResult.exception(failed));
        }
        return promise;
    }
}
