package io.leadfactory.perf.define;

import java.time.Duration;

/** The rules that the arguments of several definitions share. */
final class Rules {
    private Rules() {}

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
        return duration;
    }

    static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative: " + duration);
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
