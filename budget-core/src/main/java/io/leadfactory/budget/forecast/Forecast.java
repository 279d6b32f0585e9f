package io.leadfactory.budget.forecast;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether and when a budget reaches its stop line, if money is spent as it was of late. Immutable. It is an estimate and
 * changes nothing.
 */
public sealed interface Forecast {
    /** {@return the budget's name} */
    String budget();

    /** {@return what was spent of late} */
    BurnRate rate();

    /** {@return the forecast in a sentence} */
    String message();

    /** {@return when the stop line would be reached, or was found reached; empty if not before the end, or unknown} */
    default Optional<Instant> exhaustedAt() {
        return Optional.empty();
    }

    /**
     * The stop line is reached already.
     *
     * @param budget the budget's name
     * @param rate what was spent of late
     * @param at the instant that was asked about
     */
    record AlreadyReached(String budget, BurnRate rate, Instant at) implements Forecast {
        @Override
        public Optional<Instant> exhaustedAt() {
            return Optional.of(at);
        }

        @Override
        public String message() {
            return "budget \"%s\" is at its stop line".formatted(budget);
        }
    }

    /**
     * The stop line would be reached before the period ends.
     *
     * @param budget the budget's name
     * @param rate what was spent of late
     * @param at when, at this rate
     * @param earliest the lower end of the range
     * @param latest the upper end of the range; empty if that is not before the period's end
     */
    record Expected(String budget, BurnRate rate, Instant at, Instant earliest, Optional<Instant> latest)
            implements Forecast {
        @Override
        public Optional<Instant> exhaustedAt() {
            return Optional.of(at);
        }

        @Override
        public String message() {
            return "budget \"%s\" reaches its stop line at %s, in 9 of 10 cases from %s %s; it spends %s an hour"
                    .formatted(
                            budget,
                            at,
                            earliest,
                            latest.map(end -> "to " + end).orElse("on or not before the end"),
                            hourly(rate).toPlainString());
        }
    }

    /**
     * The stop line would not be reached before the period ends or, if it never does, within 100 years.
     *
     * @param budget the budget's name
     * @param rate what was spent of late
     * @param end when the period ends, or these years
     * @param earliest the lower end of the range; empty if that is not before the end either
     */
    record NotBeforeTheEnd(String budget, BurnRate rate, Instant end, Optional<Instant> earliest) implements Forecast {
        @Override
        public String message() {
            return "budget \"%s\" does not reach its stop line before %s%s; it spends %s an hour"
                    .formatted(
                            budget,
                            end,
                            earliest.map(at -> ", though it could from " + at).orElse(""),
                            hourly(rate).toPlainString());
        }
    }

    /**
     * Too little was spent, or for too short a time, to say.
     *
     * @param budget the budget's name
     * @param rate what was spent of late
     * @param reason what is missing
     */
    record TooLittleData(String budget, BurnRate rate, String reason) implements Forecast {
        @Override
        public String message() {
            return "cannot say when budget \"%s\" reaches its stop line: %s".formatted(budget, reason);
        }
    }

    private static BigDecimal hourly(BurnRate rate) {
        return rate.per(Duration.ofHours(1));
    }
}
