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

    /** Of a call that was made; only if all of its tries are seen its exception can say that nothing was spent. */
    Ending ofOutcome(ExecutionResult<R> outcome, boolean isOnlyTry, long heldUnits) {
        Throwable exception = outcome.getException();
        if (exception != null) {
            return isOnlyTry ? ofException(exception, heldUnits) : ofUnknown(heldUnits);
        }
        return outcome.isNonResult() ? Ending.charge(heldUnits) : ofResult(outcome.getResult(), heldUnits);
    }

    /** Without a cost function, or if that does not know, a success costs what was held. */
    Ending ofResult(R result, long heldUnits) {
        if (cost == null) {
            return Ending.charge(heldUnits);
        }
        try {
            BigDecimal actual = cost.apply(result);
            return actual == null
                    ? Ending.charge(heldUnits)
                    : Ending.commit(NanoUnits.notNegative("the cost of a result", actual));
        } catch (Throwable failed) {
            CostException problem = new CostException(NanoUnits.toDecimal(heldUnits), result, failed);
            return new Ending(Ending.Kind.CHARGE, heldUnits, problem);
        }
    }

    Ending ofException(Throwable exception, long heldUnits) {
        return isFree(exception) ? Ending.release() : ofUnknown(heldUnits);
    }

    /** Unless it is said here, the monitor says it. */
    Ending ofUnknown(long heldUnits) {
        return unknown == null ? Ending.unknown(heldUnits) : Ending.of(unknown.costOf(heldUnits), heldUnits);
    }

    private boolean isFree(Throwable exception) {
        return free.stream().anyMatch(type -> type.isInstance(exception));
    }
}
