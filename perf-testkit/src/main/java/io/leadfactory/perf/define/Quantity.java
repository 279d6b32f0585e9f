package io.leadfactory.perf.define;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads amounts as a person types them: a number and its unit, {@code "35 ms"}, {@code "50MB"}, {@code "5 %"}. Upper and
 * lower case and the space between do not matter. A time or a size without its unit is refused, because 35 of what is
 * anybody's guess.
 */
public final class Quantity {
    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-zµ/%]*)");
    private static final BigDecimal KIB = BigDecimal.valueOf(1024);

    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "min", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private static final Map<String, BigDecimal> BYTES =
            Map.of("b", BigDecimal.ONE, "kb", KIB, "mb", KIB.pow(2), "gb", KIB.pow(3));

    private static final Map<String, BigDecimal> RATES = Map.of("/s", BigDecimal.ONE);
    private static final Map<String, BigDecimal> SHARES = Map.of("%", BigDecimal.ONE);
    private static final Map<String, BigDecimal> NUMBERS = Map.of("", BigDecimal.ONE);

    private Quantity() {}

    /**
     * Reads a time.
     *
     * @param what what the time is for, for the message
     * @param text a number with ns, us, ms, s, min or h, {@code "1.5 s"}, or the ISO form {@code "PT1.5S"}
     * @return the time, not negative
     * @throws IllegalArgumentException if it is none
     */
    public static Duration time(String what, String text) {
        if (text.strip().toUpperCase(Locale.ROOT).startsWith("PT")) {
            try {
                return Rules.notNegative(what, Duration.parse(text.strip()));
            } catch (DateTimeParseException notIso) {
                // Said below, with the form that is easier to type.
            }
        }
        BigDecimal nanos =
                read(what, text, NANOS, "a time with its unit, as \"35 ms\", \"800 us\", \"1.5 s\" or \"2 min\"");
        try {
            return Rules.notNegative(what, Duration.ofNanos(nanos.longValueExact()));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    what + " must be a whole number of nanoseconds of at most a century: \"" + text + "\"", e);
        }
    }

    /**
     * Reads a size.
     *
     * @param what what the size is for, for the message
     * @param text a number with B, KB, MB or GB, in powers of 1024, {@code "50 MB"}
     * @return bytes
     * @throws IllegalArgumentException if it is none
     */
    public static double bytes(String what, String text) {
        return read(what, text, BYTES, "a size with its unit, as \"50 MB\", \"512 KB\" or \"64 B\"")
                .doubleValue();
    }

    /**
     * Reads a rate.
     *
     * @param what what the rate is for, for the message
     * @param text a number with /s, {@code "200 /s"}
     * @return times in a second
     * @throws IllegalArgumentException if it is none
     */
    public static double perSecond(String what, String text) {
        return read(what, text, RATES, "a rate with its unit, as \"200 /s\"").doubleValue();
    }

    /**
     * Reads a share.
     *
     * @param what what the share is for, for the message
     * @param text a number with a per cent sign, {@code "5 %"}
     * @return per cent
     * @throws IllegalArgumentException if it is none
     */
    public static double percent(String what, String text) {
        return read(what, text, SHARES, "a share with its unit, as \"5 %\"").doubleValue();
    }

    /**
     * Reads a number without a unit.
     *
     * @param what what the number is for, for the message
     * @param text the number, {@code "2.5"}
     * @return the number
     * @throws IllegalArgumentException if it is none
     */
    public static double number(String what, String text) {
        return read(what, text, NUMBERS, "a number of at least 0, as \"3\" or \"2.5\"")
                .doubleValue();
    }

    private static BigDecimal read(String what, String text, Map<String, BigDecimal> units, String wanted) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        BigDecimal factor = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (factor == null) {
            throw new IllegalArgumentException(what + " must be " + wanted + ": \"" + text + "\"");
        }
        return new BigDecimal(matcher.group(1)).multiply(factor);
    }
}
