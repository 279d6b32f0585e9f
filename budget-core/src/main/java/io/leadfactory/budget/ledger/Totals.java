package io.leadfactory.budget.ledger;

import java.util.Collection;

/**
 * An account's two figures, in nano-units. Immutable.
 *
 * @param spent what was committed, overruns included
 * @param held what is reserved and has not ended
 */
public record Totals(long spent, long held) {
    /** An account to which nothing has happened. */
    public static final Totals ZERO = new Totals(0, 0);

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
        return new Totals(spent + entry.spentUnits(), held + entry.heldUnits());
    }

    /** {@return {@code spent + held}: what counts against the lines} */
    public long exposure() {
        return spent + held;
    }
}
