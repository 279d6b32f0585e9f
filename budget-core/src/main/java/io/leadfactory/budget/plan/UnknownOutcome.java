package io.leadfactory.budget.plan;

import java.math.BigDecimal;

/**
 * What a hold costs that ended without anybody saying what the call did cost: it was closed, its time to live was over, or the
 * call threw, ran into a timeout or was cancelled after it had been started. Where a part of the cost is known, it is said of the rest of
 * the hold. Immutable.
 */
public final class UnknownOutcome {
    private static final UnknownOutcome CHARGE_HOLD = new UnknownOutcome(Long.MAX_VALUE);
    private static final UnknownOutcome RELEASE = new UnknownOutcome(0);

    private final long mostUnits;

    private UnknownOutcome(long mostUnits) {
        this.mostUnits = mostUnits;
    }

    /** {@return all of it: the call may have cost that much} The default, and the only one that is safe in every case. */
    public static UnknownOutcome chargeHold() {
        return CHARGE_HOLD;
    }

    /** {@return nothing: for a provider that bills no call that fails} If the call was made all the same, the budget knows less than was spent. */
    public static UnknownOutcome release() {
        return RELEASE;
    }

    /**
     * {@return this amount, or the hold if that is less: what a call costs in any case, such as its input} If it cost more, the
     * budget knows less than was spent.
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, no number, negative, finer than nine decimals or too large
     */
    public static UnknownOutcome floor(String amount) {
        return floor(NanoUnits.parse("floor", amount));
    }

    /**
     * {@return this amount, or the hold if that is less: what a call costs in any case, such as its input} If it cost more, the
     * budget knows less than was spent.
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, negative, finer than nine decimals or too large
     */
    public static UnknownOutcome floor(BigDecimal amount) {
        return new UnknownOutcome(NanoUnits.notNegative("floor", amount));
    }

    /**
     * {@return what a hold of that size costs, in nano-units}
     *
     * @param heldUnits the hold, in nano-units
     */
    public long costOf(long heldUnits) {
        return Math.min(heldUnits, mostUnits);
    }

    @Override
    public String toString() {
        if (mostUnits == 0) {
            return "release the hold";
        }
        return mostUnits == Long.MAX_VALUE
                ? "charge the hold"
                : "charge " + NanoUnits.toDecimal(mostUnits).toPlainString();
    }
}
