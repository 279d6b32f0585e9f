package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.spi.ExecutionInternal;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The holds of an execution that has several tries, each found by its try. Thread-safe. Those of an asynchronous execution, whose
 * holds may be open at once and end on any thread, are counted besides, so that it is found as long as one is open.
 */
final class Tries {
    private final Map<ExecutionContext<?>, Hold> holds = new WeakHashMap<>(); // guarded by this, as is the next
    private int open;

    /** One more; of the first the newest hold until then is its own, if there was no other. */
    synchronized void add(ExecutionContext<?> first, Hold newest, ExecutionContext<?> execution, Hold hold) {
        if (holds.isEmpty()) {
            holds.put(first, newest);
        }
        holds.put(execution, hold);
    }

    synchronized @Nullable Hold find(ExecutionContext<?> execution) {
        return holds.isEmpty() ? null : holds.get(execution);
    }

    /** Of an asynchronous execution. */
    synchronized <R> void began(Running<R> running, BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        open++;
        running.file(executor, execution);
    }

    synchronized <R> void ended(Running<R> running, BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        if (open > 0) {
            open--;
            if (open == 0) {
                running.remove(executor, execution);
            }
        }
    }
}
