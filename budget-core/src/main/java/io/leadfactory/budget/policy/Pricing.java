package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says from the outcome of a call what it costs. Immutable; never throws. */
record Pricing<R>(
        @Nullable Function<? super R, ? extends @Nullable BigDecimal> cost,
        UnknownOutcome unknown,
        Predicate<? super Throwable> free) {

    /** Without a cost function, or if that does not know, a success costs what was held. */
    Ending ofResult(R result, BigDecimal hold) {
        long heldUnits = NanoUnits.of("hold", hold);
        if (cost == null) {
            return Ending.charge(heldUnits);
        }
        try {
            BigDecimal actual = cost.apply(result);
            return actual == null
                    ? Ending.charge(heldUnits)
                    : Ending.commit(NanoUnits.notNegative("the cost of a result", actual));
        } catch (Throwable failed) {
            return new Ending(Ending.Kind.CHARGE, heldUnits, new CostException(hold, result, failed));
        }
    }

    Ending ofException(Throwable exception, BigDecimal hold) {
        return isFree(exception) ? Ending.release() : ofUnknown(hold);
    }

    Ending ofUnknown(BigDecimal hold) {
        long heldUnits = NanoUnits.of("hold", hold);
        return Ending.of(unknown.unitsOf(heldUnits), heldUnits);
    }

    private boolean isFree(Throwable exception) {
        try {
            return free.test(exception);
        } catch (Throwable failed) {
            exception.addSuppressed(failed);
            return false;
        }
    }
}
