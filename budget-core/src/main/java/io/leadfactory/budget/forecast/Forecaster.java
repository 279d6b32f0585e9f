package io.leadfactory.budget.forecast;

import io.leadfactory.budget.ledger.Entry;
import io.leadfactory.budget.ledger.Totals;
import io.leadfactory.budget.plan.Budget;
import io.leadfactory.budget.plan.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says how fast a budget is spent and when its stop line would be reached. Immutable; a pure function of what it is given,
 * which asks no clock and no ledger.
 *
 * <p>The rate is what was spent, less what came back, over the last hour or whatever time was chosen: not from before the
 * period began, before the first entry if the period never ends, or before what a ledger in memory keeps one by one. The
 * room is what is left to the stop line, holds counted as spent.
 *
 * <p>The range holds in about nine of ten cases as long as the habits of spending do not change: a night, a weekend or a
 * new batch is not foreseen. It comes from a thousand ways on, drawn in blocks from 24 equal intervals of what was
 * observed. There is no forecast before five spends, or before a 24th of the chosen time was observed, unless older entries
 * are no longer kept one by one.
 */
public final class Forecaster {
    private static final Duration LONGEST = Duration.ofDays(3653);
    private static final Duration FAR = Duration.ofDays(36525);
    private static final int FEWEST_SPENDS = 5;
    private static final int ONE_IN = 20;

    private final Duration span;

    private Forecaster(Duration span) {
        this.span = span;
    }

    /**
     * {@return a forecaster that looks back for this long}
     *
     * @param span a time in which spending is typical: long enough to hold a few bursts, short enough to be of today
     * @throws IllegalArgumentException if it is null, shorter than a second or longer than ten years
     */
    public static Forecaster overLast(Duration span) {
        if (span == null || span.compareTo(Duration.ofSeconds(1)) < 0 || span.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a forecaster must look back for one second to %s: %s".formatted(LONGEST, span));
        }
        return new Forecaster(span);
    }

    /**
     * {@return how fast money was spent}
     *
     * @param window the budget's period
     * @param entries all entries of the account in that period, in any order
     * @param now until when
     * @throws IllegalArgumentException if now does not lie in the period
     */
    public BurnRate rate(Window window, Collection<Entry> entries, Instant now) {
        return observe(window, entries, now).rate();
    }

    /**
     * {@return when the stop line would be reached}
     *
     * @param budget the budget
     * @param window its period
     * @param entries all entries of the account in that period, in any order
     * @param now from when
     * @throws IllegalArgumentException if now does not lie in the period
     */
    public Forecast of(Budget budget, Window window, Collection<Entry> entries, Instant now) {
        Observation observed = observe(window, entries, now);
        BurnRate rate = observed.rate();
        long room = Exact.add(budget.stopUnits(), -Totals.fold(entries).exposure());
        if (room <= 0) {
            return new Forecast.AlreadyReached(budget.name(), rate, now);
        }
        if (rate.spends() < FEWEST_SPENDS) {
            return new Forecast.TooLittleData(
                    budget.name(),
                    rate,
                    "at least %d spends are needed, and there were %d within %s"
                            .formatted(FEWEST_SPENDS, rate.spends(), rate.over()));
        }
        Duration shortest = observed.isCutByFold()
                ? Duration.ofNanos(Observation.INTERVALS)
                : span.dividedBy(Observation.INTERVALS);
        if (rate.over().compareTo(shortest) < 0) {
            return new Forecast.TooLittleData(
                    budget.name(),
                    rate,
                    "at least %s must have passed, and it was %s".formatted(shortest, rate.over()));
        }
        return forecast(budget.name(), observed, room, now, horizon(window, now));
    }

    private Observation observe(Window window, Collection<Entry> entries, Instant now) {
        if (!window.contains(now)) {
            throw new IllegalArgumentException(
                    "a forecast must be made within its period %s: %s".formatted(window, now));
        }
        return Observation.of(window, List.copyOf(entries), now, span);
    }

    private static Instant horizon(Window window, Instant now) {
        Instant far = now.plus(FAR);
        return window.end().filter(far::isAfter).orElse(far);
    }

    private static Forecast forecast(String budget, Observation observed, long room, Instant now, Instant horizon) {
        BurnRate rate = observed.rate();
        long overNanos = rate.over().toNanos();
        long horizonNanos = Duration.between(now, horizon).toNanos();
        long[] ends = new Paths(observed.intervals(), overNanos / Observation.INTERVALS, room, horizonNanos).sorted();
        long at = rate.spentUnits() <= 0 ? Paths.NEVER : Exact.share(overNanos, room, rate.spentUnits());
        Optional<Instant> earliest = before(horizonNanos, Math.min(at, ends[ends.length / ONE_IN]), now);
        Optional<Instant> latest =
                before(horizonNanos, Math.max(at, ends[ends.length - 1 - ends.length / ONE_IN]), now);
        return before(horizonNanos, at, now)
                .<Forecast>map(when -> new Forecast.Expected(budget, rate, when, earliest.orElse(when), latest))
                .orElseGet(() -> new Forecast.NotBeforeTheEnd(budget, rate, horizon, earliest));
    }

    private static Optional<Instant> before(long horizonNanos, long nanos, Instant now) {
        return nanos < horizonNanos ? Optional.of(now.plusNanos(nanos)) : Optional.empty();
    }
}
