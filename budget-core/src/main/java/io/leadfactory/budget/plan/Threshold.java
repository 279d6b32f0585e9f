package io.leadfactory.budget.plan;

import java.math.BigDecimal;

/**
 * A line of a {@link Budget} that is told once per period and stops nothing. Immutable.
 *
 * @param share the share of the limit, without trailing zeros: its name within the budget
 * @param units where it lies, in nano-units; reached when spent and held together are as much
 */
public record Threshold(BigDecimal share, long units) {
    /**
     * Brings the share to its shortest form, so that equal shares are one threshold.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Threshold {
        if (share.signum() <= 0 || units <= 0) {
            throw new IllegalArgumentException(
                    "a threshold must be positive: share %s, %d nano-units".formatted(share.toPlainString(), units));
        }
        share = share.stripTrailingZeros();
    }

    /** {@return the share in percent, as people write it: {@code 50} or {@code 99.5}} */
    public String percent() {
        return share.movePointRight(2).stripTrailingZeros().toPlainString();
    }
}
