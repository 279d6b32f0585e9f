package io.leadfactory.budget.plan;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a {@link Period}: from {@code start}, inclusive, until {@code end}, exclusive. Immutable. It is part of
 * an account's key, which is why no counter is ever reset.
 *
 * @param period what it is a stretch of
 * @param start its first instant
 * @param endOrNull the first instant after it; null if it never ends
 */
public record Window(Period period, Instant start, @Nullable Instant endOrNull) {
    /** Checked by {@link Period}, which makes them. */
    public Window {
        if (endOrNull != null && !start.isBefore(endOrNull)) {
            throw new IllegalArgumentException(
                    "a window must end after it starts: %s .. %s".formatted(start, endOrNull));
        }
    }

    /** {@return the first instant after it; empty if it never ends} */
    public Optional<Instant> end() {
        return Optional.ofNullable(endOrNull);
    }

    /**
     * {@return whether the instant lies in it}
     *
     * @param instant the instant
     */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && (endOrNull == null || instant.isBefore(endOrNull));
    }

    @Override
    public String toString() {
        return endOrNull == null ? period.toString() : "%s %s .. %s".formatted(period, start, endOrNull);
    }
}
