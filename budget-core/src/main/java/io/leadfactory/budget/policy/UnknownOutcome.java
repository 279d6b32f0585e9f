package io.leadfactory.budget.policy;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;

/**
 * What a call costs of which nobody knows how it ended: it threw, ran into a timeout or was cancelled after it had been
 * started. Immutable.
 */
public final class UnknownOutcome {
    private static final UnknownOutcome CHARGE_HOLD = new UnknownOutcome("charge the hold", Long.MAX_VALUE);
    private static final UnknownOutcome RELEASE = new UnknownOutcome("release the hold", 0);

    private final String name;
    private final long units;

    private UnknownOutcome(String name, long units) {
        this.name = name;
        this.units = units;
    }

    /** {@return all that was held: the default, since the call may have cost that much} */
    public static UnknownOutcome chargeHold() {
        return CHARGE_HOLD;
    }

    /** {@return nothing: for a provider that bills no call that fails} */
    public static UnknownOutcome release() {
        return RELEASE;
    }

    /**
     * {@return this amount, or the hold if that is less: for a provider that bills a call that fails a fee}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, no number, negative, finer than nine decimals or too large
     */
    public static UnknownOutcome floor(String amount) {
        return floor(NanoUnits.parse("floor", amount));
    }

    /**
     * {@return this amount, or the hold if that is less: for a provider that bills a call that fails a fee}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, negative, finer than nine decimals or too large
     */
    public static UnknownOutcome floor(BigDecimal amount) {
        long units = NanoUnits.notNegative("floor", amount);
        return new UnknownOutcome("charge " + NanoUnits.toDecimal(units).toPlainString(), units);
    }

    long unitsOf(long heldUnits) {
        return Math.min(units, heldUnits);
    }

    @Override
    public String toString() {
        return name;
    }
}
