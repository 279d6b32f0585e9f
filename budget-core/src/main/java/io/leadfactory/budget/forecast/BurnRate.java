package io.leadfactory.budget.forecast;

import io.leadfactory.budget.plan.NanoUnits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What was spent over a time. Immutable.
 *
 * @param spentUnits what was spent less what came back, in nano-units; can be negative
 * @param over the time, at least zero
 * @param spends how many entries that is
 */
public record BurnRate(long spentUnits, Duration over, int spends) {
    /**
     * Checks that time goes on.
     *
     * @throws IllegalArgumentException if the time or the count is negative
     */
    public BurnRate {
        if (over.isNegative() || spends < 0) {
            throw new IllegalArgumentException(
                    "a burn rate must be over a time and a count that are not negative: %s, %d"
                            .formatted(over, spends));
        }
    }

    /** {@return what was spent less what came back} */
    public BigDecimal spent() {
        return NanoUnits.toDecimal(spentUnits);
    }

    /**
     * {@return how much that is per hour, day or whatever} An estimate, rounded to nine decimals; zero over no time.
     *
     * @param time the time, such as an hour
     */
    public BigDecimal per(Duration time) {
        if (over.isZero()) {
            return BigDecimal.ZERO.setScale(2);
        }
        BigDecimal exact = BigDecimal.valueOf(spentUnits, NanoUnits.SCALE)
                .multiply(nanos(time))
                .divide(nanos(over), NanoUnits.SCALE, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return exact.scale() < 2 ? exact.setScale(2) : exact;
    }

    private static BigDecimal nanos(Duration time) {
        return BigDecimal.valueOf(time.getSeconds()).movePointRight(9).add(BigDecimal.valueOf(time.getNano()));
    }
}
