package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A line of a {@link Budget}: a share of its limit that is told when spend and holds together reach it. Immutable. Lowest
 * first in order.
 *
 * @param share the share of the limit, without trailing zeros
 * @param units where it lies, in nano-units
 * @param statusOrNull what begins there, WARNING or STOP; null at a line that stops nothing
 */
public record Threshold(
        BigDecimal share, long units, @Nullable BudgetStatus statusOrNull) implements Comparable<Threshold> {
    private static final Comparator<Threshold> LOWEST_FIRST = Comparator.comparing(Threshold::share)
            .thenComparing(Threshold::statusOrNull, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Brings the share to its shortest form, so that equal shares are one. */
    public Threshold {
        share = share.stripTrailingZeros();
    }

    /** {@return the share in billionths, as ledgers store it} */
    public long shareUnits() {
        return NanoUnits.of("share", share);
    }

    /** {@return the share in percent, as people write it: {@code 50} or {@code 99.5}} */
    public String percent() {
        return share.movePointRight(2).stripTrailingZeros().toPlainString();
    }

    @Override
    public int compareTo(Threshold other) {
        return LOWEST_FIRST.compare(this, other);
    }
}
