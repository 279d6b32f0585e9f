package io.leadfactory.budget.ledger;

import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Threshold;

/**
 * The lowest line of an account that was not told when its row was seen. Immutable. As long as no less is told and allowed in
 * the row, no posting that stays below it reaches a line.
 *
 * @param toldShare up to which share lines were told then, in billionths
 * @param limitUnits the limit then, allowance included
 * @param units where the line lies then, in nano-units; {@link Long#MAX_VALUE} if all are told
 */
record NextLine(long toldShare, long limitUnits, long units) {
    /** Of a row that was not seen: every posting may reach a line. */
    static final NextLine UNSEEN = new NextLine(Long.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);

    /**
     * {@return the line after those that are told}
     *
     * @param lines the budget with the limit that applies, allowance included
     * @param toldShare up to which share lines were told, in billionths
     */
    static NextLine after(Budget lines, long toldShare) {
        long units = lines.thresholds().stream()
                .filter(line -> line.shareUnits() > toldShare)
                .mapToLong(Threshold::units)
                .findFirst()
                .orElse(Long.MAX_VALUE);
        return new NextLine(toldShare, lines.limitUnits(), units);
    }

    boolean isAfter(long share, long limit) {
        return toldShare == share && limitUnits == limit;
    }

    /** {@return where spend and holds must lie below for a change to stay below the line} Saturated. */
    long belowBefore(long change) {
        long below = units - change;
        boolean overflows = ((units ^ change) & (units ^ below)) < 0;
        return overflows ? (units < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : below;
    }
}
