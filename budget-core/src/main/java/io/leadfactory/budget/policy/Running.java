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
 * each place on a cache line of its own, and who looks for one goes through all places and marks what he finds: an execution that
 * leaves without a mark was never found, and nobody has told it anything. What finds its place taken, or lasts longer than the call
 * of a thread, is filed in a map by the lock that all tries of an execution share. The map is not used for all, since it costs
 * an entry and the first hash of an object for each call.
 *
 * @param <R> the type of the result
 */
final class Running<R> {
    /** In no place and not filed. */
    static final int NOWHERE = 0;

    /** Filed in the map. */
    static final int FILED = -1;

    private static final int PLACES = 32;
    private static final int SPACING = 16;

    /** Marked. */
    private record Found<R>(BudgetPolicyExecutor<R> executor) {}

    private final AtomicReferenceArray<@Nullable Object> places = new AtomicReferenceArray<>((PLACES + 1) * SPACING);
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

    /** Leaves a place; whether nobody has found it there. */
    boolean leaveUnfound(BudgetPolicyExecutor<R> executor, int place) {
        if (places.compareAndSet(place, executor, null)) {
            return true;
        }
        places.set(place, null);
        return false;
    }

    void file(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        filed.put(execution.getLock(), executor);
    }

    void remove(BudgetPolicyExecutor<R> executor, ExecutionInternal<R> execution) {
        filed.remove(execution.getLock(), executor);
    }

    /**
     * The hold of an execution that is running. It is read before its execution is marked or seen to be filed: otherwise the one of
     * the next try, which begins unmarked in the same place, could be taken.
     */
    @Nullable
    Hold find(ExecutionContext<?> context) {
        if (!(context instanceof ExecutionInternal<?> internal)) {
            return null;
        }
        Object lock = internal.getLock();
        for (int place = SPACING; place < places.length(); place += SPACING) {
            BudgetPolicyExecutor<R> executor = in(place);
            if (executor != null && executor.isOf(lock)) {
                Hold hold = executor.find(context);
                if (mark(executor, place)) {
                    return hold;
                }
            }
        }
        return filed.isEmpty() ? null : findFiled(lock, context);
    }

    private @Nullable Hold findFiled(Object lock, ExecutionContext<?> context) {
        BudgetPolicyExecutor<R> executor = filed.get(lock);
        Hold hold = executor == null ? null : executor.find(context);
        return filed.get(lock) == executor ? hold : null;
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    private @Nullable BudgetPolicyExecutor<R> in(int place) {
        Object there = places.get(place);
        return there instanceof Found<?> found
                ? (BudgetPolicyExecutor<R>) found.executor()
                : (BudgetPolicyExecutor<R>) there;
    }

    /** Whether it is still there. */
    private boolean mark(BudgetPolicyExecutor<R> executor, int place) {
        return places.compareAndSet(place, executor, new Found<>(executor)) || in(place) == executor;
    }
}
