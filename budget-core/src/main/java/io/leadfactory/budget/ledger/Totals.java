package io.leadfactory.budget.ledger;

import java.util.Collection;

/**
 * An account's figures, in nano-units. Immutable.
 *
 * @param spent what was committed, overruns included
 * @param held what is reserved and has not ended
 * @param allowance what may be spent beyond the budget's own limit in this period: credits, what was carried over, and
 *     overrides
 */
public record Totals(long spent, long held, long allowance) {
    /** An account to which nothing has happened. */
    public static final Totals ZERO = new Totals(0, 0);

    /**
     * Without allowance.
     *
     * @param spent what was committed, overruns included
     * @param held what is reserved and has not ended
     */
    public Totals(long spent, long held) {
        this(spent, held, 0);
    }

    /**
     * {@return the sum of entries}
     *
     * @param entries the entries
     */
    public static Totals fold(Collection<Entry> entries) {
        Totals sum = ZERO;
        for (Entry entry : entries) {
            sum = sum.plus(entry);
        }
        return sum;
    }

    /**
     * With one entry more. Sums that pass the range of a long wrap around: entries need not lie in the order in which
     * room was given and taken, so a sum can be out of range half way, and is exact at the end.
     *
     * @param entry the entry
     * @return the new totals
     */
    public Totals plus(Entry entry) {
        return new Totals(spent + entry.spentUnits(), held + entry.heldUnits(), allowance + entry.allowanceUnits());
    }

    /** {@return {@code spent + held}: what counts against the lines} */
    public long exposure() {
        return spent + held;
    }
}
