package io.leadfactory.budget.policy;

import dev.failsafe.spi.ExecutionResult;
import io.leadfactory.budget.plan.NanoUnits;
import io.leadfactory.budget.plan.UnknownOutcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says from the outcome of a call what it costs. Immutable; never throws. Of an unpriced call that passed uncharged the hold is
 * none, and charging it ends the reservation with nothing spent.
 *
 * <p>Several tries can share a hold, and what those before the last told is spent whatever became of the last. So the cost of the last,
 * if it is known, comes on top of that; and if it is not, the last had no more than what was left of the hold: that is charged, or as
 * much of it as is said of unknown outcomes. A guess never makes an overrun.
 */
record Pricing<R>(
        @Nullable Function<? super R, ? extends @Nullable BigDecimal> cost,
        @Nullable UnknownOutcome unknown,
        List<Class<? extends Throwable>> free) {

    Pricing {
        free = List.copyOf(free);
    }

    /** Whether every success costs its hold. */
    boolean isHold() {
        return cost == null;
    }

    /**
     * Of a call that was made; only if all of its tries are seen its exception can say that nothing was spent.
     *
     * @param toldUnits what tries before the last told; zero if they told nothing
     */
    Ending ofOutcome(ExecutionResult<R> outcome, boolean isOnlyTry, long heldUnits, long toldUnits) {
        Throwable exception = outcome.getException();
        if (exception != null) {
            return isOnlyTry ? ofException(exception, heldUnits, toldUnits) : ofUnknown(heldUnits, toldUnits);
        }
        return outcome.isNonResult()
                ? charged(heldUnits, toldUnits)
                : ofResult(outcome.getResult(), heldUnits, toldUnits);
    }

    /** Without a cost function, or if that does not know, a success costs what was held. */
    Ending ofResult(R result, long heldUnits, long toldUnits) {
        if (cost == null) {
            return charged(heldUnits, toldUnits);
        }
        try {
            BigDecimal actual = cost.apply(result);
            return actual == null
                    ? charged(heldUnits, toldUnits)
                    : Ending.commit(sum(toldUnits, NanoUnits.notNegative("the cost of a result", actual)));
        } catch (Throwable failed) {
            return charged(heldUnits, toldUnits)
                    .because(new CostException(NanoUnits.toDecimal(heldUnits), result, failed));
        }
    }

    Ending ofException(Throwable exception, long heldUnits, long toldUnits) {
        return isFree(exception) ? Ending.release(toldUnits) : ofUnknown(heldUnits, toldUnits);
    }

    /** Unless it is said here, the monitor says it. */
    Ending ofUnknown(long heldUnits, long toldUnits) {
        if (toldUnits == 0) {
            return unknown == null ? Ending.unknown() : Ending.of(unknown.costOf(heldUnits), heldUnits);
        }
        return unknown == null
                ? Ending.atLeast(toldUnits)
                : Ending.commit(toldUnits + unknown.costOf(Math.max(0, heldUnits - toldUnits)));
    }

    /** All of the hold, which was for all tries, unless more was told. */
    private static Ending charged(long heldUnits, long toldUnits) {
        return toldUnits == 0 ? Ending.charge() : Ending.commit(Math.max(toldUnits, heldUnits));
    }

    private static long sum(long toldUnits, long units) {
        long sum = toldUnits + units;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private boolean isFree(Throwable exception) {
        return free.stream().anyMatch(type -> type.isInstance(exception));
    }
}
