package io.leadfactory.budget.policy;

import dev.failsafe.ExecutionContext;
import dev.failsafe.spi.ExecutionInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The executions of a policy that hold something, to be found by a call that tells its cost. Thread-safe and lock-free.
 *
 * <p>Every call enters and few are looked for. So a thread puts its execution into the place that its number says, if that is free,
 * each place on a cache line of its own, and who looks for one goes through all places. What finds its place taken, or lasts longer
 * than the call of a thread, is filed in a map by the lock that all tries of an execution share. The map is not used for all, since
 * an object that was asked for its hash can no longer be locked cheaply, and Failsafe locks that one in each call.
 *
 * @param <R> the type of the result
 */
final class Running<R> {
    /** Filed in the map. */
    private static final int FILED = -1;

    private static final int PLACES = 32;
    private static final int SPACING = 16;

    private final AtomicReferenceArray<@Nullable BudgetPolicyExecutor<R>> places =
            new AtomicReferenceArray<>((PLACES + 1) * SPACING);
    private final Map<Object, BudgetPolicyExecutor<R>> filed = new ConcurrentHashMap<>();

    /** Where it is from now on; to be told when it leaves. */
    int enter(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        int place = ((int) Thread.currentThread().getId() & (PLACES - 1)) * SPACING + SPACING;
        if (places.compareAndSet(place, null, executor)) {
            return place;
        }
        file(executor, execution);
        return FILED;
    }

    void leave(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution, int place) {
        if (place == FILED) {
            remove(executor, execution);
        } else {
            places.lazySet(place, null);
        }
    }

    void file(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        filed.put(execution.getLock(), executor);
    }

    void remove(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        filed.remove(execution.getLock(), executor);
    }

    @Nullable
    BudgetPolicyExecutor<R> find(ExecutionContext<?> context) {
        if (!(context instanceof ExecutionInternal<?> internal)) {
            return null;
        }
        Object lock = internal.getLock();
        for (int place = SPACING; place < places.length(); place += SPACING) {
            BudgetPolicyExecutor<R> executor = places.get(place);
            if (executor != null && executor.isOf(lock)) {
                return executor;
            }
        }
        return filed.isEmpty() ? null : filed.get(lock);
    }
}
