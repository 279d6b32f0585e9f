package io.leadfactory.suite.contract;

import io.leadfactory.perf.judge.Unit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a limit as a person types it: a number, and for times and sizes a unit. Without a unit, times are milliseconds
 * and sizes megabytes, because that is how the contract states them.
 */
final class LimitText {
    private static final Pattern TEXT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([a-z]*)");
    private static final double KIB = 1024;

    private static final Map<String, Double> TIMES = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);
    private static final Map<String, Double> SIZES =
            Map.of("b", 1.0, "kb", KIB, "mb", KIB * KIB, "gb", KIB * KIB * KIB);

    private LimitText() {}

    static double parse(String key, String text, Unit unit) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw unusable(key, text, unit);
        }
        String suffix = matcher.group(2);
        Double factor = switch (unit) {
            case NANOSECONDS -> TIMES.get(suffix.isEmpty() ? "ms" : suffix);
            case BYTES -> SIZES.get(suffix.isEmpty() ? "mb" : suffix);
            case PER_SECOND, COUNT, RATIO -> suffix.isEmpty() ? Double.valueOf(1) : null;
        };
        if (factor == null) {
            throw unusable(key, text, unit);
        }
        return Double.parseDouble(matcher.group(1)) * factor;
    }

    private static SettingException unusable(String key, String text, Unit unit) {
        String wanted = switch (unit) {
            case NANOSECONDS -> "a time of at least 0, as 50, 50ms, 800us or 1.5s";
            case BYTES -> "a size of at least 0, as 50, 50mb or 512kb";
            case PER_SECOND, COUNT, RATIO -> "a number of at least 0, as 150 or 2.5";
        };
        return new SettingException("unusable limit " + key + "=\"" + text + "\": give " + wanted);
    }
}
