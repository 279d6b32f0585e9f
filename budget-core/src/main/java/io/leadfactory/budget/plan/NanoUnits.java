package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Money inside the library: a {@code long} that counts billionths of a currency unit. Conversions are exact or refused,
 * never rounded; the largest amount is 9223372036.854775807.
 */
public final class NanoUnits {
    /** How many decimals an amount can have. */
    public static final int SCALE = 9;

    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE, SCALE);

    private NanoUnits() {}

    /**
     * {@return the amount in nano-units}
     *
     * @param what what the amount is, for the message: {@code "limit"}
     * @param amount the amount, in currency units
     * @throws IllegalArgumentException if the amount is null, has more than nine decimals, or is too large
     */
    public static long of(String what, BigDecimal amount) {
        require(amount != null, what + " must not be null: give an amount such as 12.50");
        // The size comes first: bringing 1E+1000000000 to nine decimals would take all memory.
        require(
                amount.signum() == 0 || amount.precision() - (long) amount.scale() <= 10,
                "%s must be at most %s: %s".formatted(what, MAX.toPlainString(), amount));
        require(
                amount.signum() == 0 || amount.stripTrailingZeros().scale() <= SCALE,
                "%s must have at most %d decimals, since money is never rounded: %s".formatted(what, SCALE, amount));
        BigInteger units = amount.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue();
        require(
                units.bitLength() < Long.SIZE,
                "%s must be at most %s: %s".formatted(what, MAX.toPlainString(), amount));
        return units.longValue();
    }

    /**
     * As {@link #of(String, BigDecimal)}, and above zero.
     *
     * @param what what the amount is, for the message
     * @param amount the amount, in currency units
     * @return the amount in nano-units
     * @throws IllegalArgumentException as above, or if the amount is zero or negative
     */
    public static long positive(String what, BigDecimal amount) {
        long units = of(what, amount);
        require(units > 0, what + " must be positive: " + amount.toPlainString());
        return units;
    }

    /**
     * As {@link #of(String, BigDecimal)}, and zero or above.
     *
     * @param what what the amount is, for the message
     * @param amount the amount, in currency units
     * @return the amount in nano-units
     * @throws IllegalArgumentException as above, or if the amount is negative
     */
    public static long notNegative(String what, BigDecimal amount) {
        long units = of(what, amount);
        require(units >= 0, what + " must not be negative: " + amount.toPlainString());
        return units;
    }

    /**
     * Reads a decimal number.
     *
     * @param what what the amount is, for the message
     * @param text the text
     * @return the number
     * @throws IllegalArgumentException if the text is null or no decimal number
     */
    public static BigDecimal parse(String what, String text) {
        require(text != null, what + " must not be null: give a decimal number such as 12.50");
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "%s must be a decimal number such as 12.50: \"%s\"".formatted(what, text), notANumber);
        }
    }

    /**
     * {@return the amount as people write it: at least two decimals, and no more zeros than that}
     *
     * @param units the amount, in nano-units
     */
    public static BigDecimal toDecimal(long units) {
        BigDecimal plain = BigDecimal.valueOf(units, SCALE).stripTrailingZeros();
        return plain.scale() < 2 ? plain.setScale(2) : plain;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
