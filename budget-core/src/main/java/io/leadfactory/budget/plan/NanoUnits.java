package io.leadfactory.budget.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Money inside the library: a {@code long} that counts billionths of a currency unit. Conversions are exact or refused,
 * never rounded; the largest amount is 9223372036.854775807.
 */
public final class NanoUnits {
    /** How many decimals an amount can have. */
    public static final int SCALE = 9;

    private static final int LONGEST_TEXT = 100;
    private static final int MOST_WHOLE_DIGITS = 10;
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
        if (amount == null) {
            throw new IllegalArgumentException(what + " must not be null: give an amount such as 12.50");
        }
        if (amount.signum() == 0) {
            return 0;
        }
        // The size comes first: bringing 1E+1000000000 to nine decimals would take all memory.
        if (amount.precision() - (long) amount.scale() > MOST_WHOLE_DIGITS) {
            throw tooLarge(what, amount);
        }
        BigInteger units = exact(what, amount).unscaledValue();
        if (units.bitLength() >= Long.SIZE) {
            throw tooLarge(what, amount);
        }
        return units.longValue();
    }

    private static BigDecimal exact(String what, BigDecimal amount) {
        try {
            // An amount below a nano-unit comes first, too: dividing by 1E+1000000000 is not needed to see that.
            if ((long) amount.scale() - amount.precision() < SCALE) {
                return amount.setScale(SCALE, RoundingMode.UNNECESSARY);
            }
        } catch (ArithmeticException inexact) {
            throw tooFine(what, amount, inexact);
        }
        throw tooFine(what, amount, null);
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
        if (units <= 0) {
            throw new IllegalArgumentException("%s must be positive: %s".formatted(what, shown(amount)));
        }
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
        if (units < 0) {
            throw new IllegalArgumentException("%s must not be negative: %s".formatted(what, shown(amount)));
        }
        return units;
    }

    /**
     * Reads a decimal number.
     *
     * @param what what the amount is, for the message
     * @param text the text
     * @return the number
     * @throws IllegalArgumentException if the text is null, longer than 100 characters, or no decimal number
     */
    public static BigDecimal parse(String what, String text) {
        if (text == null) {
            throw new IllegalArgumentException(what + " must not be null: give a decimal number such as 12.50");
        }
        // Reading a million digits takes seconds, and no amount has more than twenty.
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "%s must be a decimal number such as 12.50, in at most %d characters: found %d"
                            .formatted(what, LONGEST_TEXT, text.length()));
        }
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

    private static IllegalArgumentException tooLarge(String what, BigDecimal amount) {
        return new IllegalArgumentException(
                "%s must be at most %s: %s".formatted(what, MAX.toPlainString(), shown(amount)));
    }

    private static IllegalArgumentException tooFine(
            String what, BigDecimal amount, @Nullable ArithmeticException inexact) {
        return new IllegalArgumentException(
                "%s must have at most %d decimals, since money is never rounded: %s"
                        .formatted(what, SCALE, shown(amount)),
                inexact);
    }

    /** Never in plain digits, which 0E-1000000000 has a thousand million of. */
    private static String shown(BigDecimal amount) {
        boolean isShort = amount.precision() <= LONGEST_TEXT;
        return isShort ? amount.toString() : "a number of %d digits".formatted(amount.precision());
    }
}
