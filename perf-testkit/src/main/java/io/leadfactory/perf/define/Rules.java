package io.leadfactory.perf.define;

import java.time.Duration;
import java.util.regex.Pattern;

/** The rules that the arguments of several definitions share. */
final class Rules {
    /** A century: two of them still fit into the nanoseconds that elapsed time is counted in. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final Pattern COUNTER = Pattern.compile("[a-z][a-z0-9-]*");

    private Rules() {}

    static String counter(String name) {
        if (!COUNTER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "counter name must be lower case letters, digits and hyphens, starting with a letter: \"" + name
                            + "\"");
        }
        return name;
    }

    static String name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("scenario name must not be blank: \"" + name + "\"");
        }
        return name;
    }

    static Duration positive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + duration);
        }
        return countable(what, duration);
    }

    static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + duration);
        }
        return countable(what, duration);
    }

    private static Duration countable(String what, Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " must be at most " + LONGEST + ": " + duration);
        }
        return duration;
    }

    static int positive(String what, int number) {
        if (number <= 0) {
            throw new IllegalArgumentException(what + " must be positive: " + number);
        }
        return number;
    }

    static long positive(String what, long number) {
        if (number <= 0) {
            throw new IllegalArgumentException(what + " must be positive: " + number);
        }
        return number;
    }
}
