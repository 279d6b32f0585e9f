package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The ways in which Failsafe executes. */
enum Mode {
    SYNC {
        @Override
        Outcome run(FailsafeExecutor<String> failsafe, Call call) {
            try {
                return new Outcome(failsafe.get(call::answer), null);
            } catch (Throwable thrown) {
                // Only checked exceptions are wrapped; Failsafe's own are of this type, too.
                boolean wrapped = thrown.getClass() == FailsafeException.class;
                return new Outcome(null, wrapped ? thrown.getCause() : thrown);
            }
        }
    },
    ASYNC {
        @Override
        CompletableFuture<String> start(FailsafeExecutor<String> failsafe, Call call) {
            return failsafe.getAsync(call::answer);
        }
    },
    STAGE {
        @Override
        CompletableFuture<String> start(FailsafeExecutor<String> failsafe, Call call) {
            return failsafe.getStageAsync(context -> {
                try {
                    return CompletableFuture.completedFuture(call.answer(context));
                } catch (Exception thrown) {
                    return CompletableFuture.failedFuture(thrown);
                }
            });
        }
    },
    ASYNC_EXECUTION {
        @Override
        CompletableFuture<String> start(FailsafeExecutor<String> failsafe, Call call) {
            return failsafe.getAsyncExecution(execution -> {
                String answer;
                try {
                    answer = call.answer(execution);
                } catch (Exception thrown) {
                    execution.recordException(thrown);
                    return;
                }
                execution.recordResult(answer);
            });
        }
    };

    /** A call that is given its execution. */
    interface Call {
        String answer(ExecutionContext<String> context) throws Exception;
    }

    /** How it ended; one of the two is null. */
    record Outcome(@Nullable String result, @Nullable Throwable exception) {}

    CompletableFuture<String> start(FailsafeExecutor<String> failsafe, Call call) {
        throw new UnsupportedOperationException(this + " is done when it has started");
    }

    Outcome run(FailsafeExecutor<String> failsafe, Call call) {
        try {
            return new Outcome(start(failsafe, call).get(), null);
        } catch (ExecutionException failed) {
            return new Outcome(null, failed.getCause());
        } catch (CancellationException | InterruptedException thrown) {
            return new Outcome(null, thrown);
        }
    }
}
