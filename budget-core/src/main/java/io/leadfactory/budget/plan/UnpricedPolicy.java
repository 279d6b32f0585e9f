package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * What becomes of a call whose cost nobody knows before, such as that of a model which has no price yet. Immutable. Whatever it
 * is, a cost that is told when the call has ended is recorded in full.
 */
public final class UnpricedPolicy {
    private static final UnpricedPolicy REFUSE = new UnpricedPolicy(0, true);
    private static final UnpricedPolicy LET_PASS = new UnpricedPolicy(1, false);

    private final long units;
    private final boolean charged;

    private UnpricedPolicy(long units, boolean charged) {
        this.units = units;
        this.charged = charged;
    }

    /** {@return it is refused with an exception} The default, and the only one under which no call passes the budget unseen. */
    public static UnpricedPolicy refuse() {
        return REFUSE;
    }

    /**
     * {@return it holds this amount, and ends as any hold of that amount}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, no number, zero, negative, finer than nine decimals or too large
     */
    public static UnpricedPolicy assume(String amount) {
        return assume(NanoUnits.parse("the amount that is assumed", amount));
    }

    /**
     * {@return it holds this amount, and ends as any hold of that amount}
     *
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if it is null, zero, negative, finer than nine decimals or too large
     */
    public static UnpricedPolicy assume(BigDecimal amount) {
        return new UnpricedPolicy(NanoUnits.positive("the amount that is assumed", amount), true);
    }

    /**
     * {@return it passes as long as the budget has any room, and is charged nothing unless its cost is told} While it lasts it
     * holds a nano-unit, the least there is: so the ledger has entries of it, and a budget that has stopped refuses it. Listeners
     * are told of each. What it cost is missing in the budget if nobody tells it.
     */
    public static UnpricedPolicy letPass() {
        return LET_PASS;
    }

    /** {@return what such a call holds, in nano-units; empty if it is refused} */
    public OptionalLong heldUnits() {
        return units == 0 ? OptionalLong.empty() : OptionalLong.of(units);
    }

    /** {@return whether such a call passes uncharged} */
    public boolean isUncharged() {
        return !charged;
    }

    @Override
    public String toString() {
        if (units == 0) {
            return "refuse";
        }
        return charged ? "assume " + NanoUnits.toDecimal(units).toPlainString() : "let pass";
    }
}
