package io.leadfactory.budget.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * How often a budget starts anew, aligned with the calendar of the budget's zone. Immutable.
 *
 * <p>The windows of a period follow each other without gap or overlap, whatever the zone does. A day lasts from its
 * first instant (which need not read 00:00) to the first instant of the next, so it has 23 or 25 hours where clocks
 * change, and a day that a zone skipped has no window. Where clocks go back over midnight the new day has begun with its
 * first instant, though the old date is shown again. A week starts on Monday, a month, a quarter and a year on their
 * first day. An hour starts when the local clock shows a full hour, and whenever the offset changes, so it is never
 * longer than 60 minutes.
 */
public final class Period {
    private enum Kind {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR,
        TOTAL,
        ROLLING
    }

    private static final Period HOUR = new Period(Kind.HOUR);
    private static final Period DAY = new Period(Kind.DAY);
    private static final Period WEEK = new Period(Kind.WEEK);
    private static final Period MONTH = new Period(Kind.MONTH);
    private static final Period QUARTER = new Period(Kind.QUARTER);
    private static final Period YEAR = new Period(Kind.YEAR);
    private static final Period TOTAL = new Period(Kind.TOTAL);

    private static final Instant FIRST = Instant.parse("-1000000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("+1000000-12-31T23:59:59.999999999Z");

    private static final int DEFAULT_STEPS = 100;
    private static final int MOST_STEPS = 1_000;
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private final Kind kind;
    private final String name;
    private final long stepMillis;
    private final int steps;

    private Period(Kind kind) {
        this(kind, kind.name(), 0, 0);
    }

    private Period(Kind kind, String name, long stepMillis, int steps) {
        this.kind = kind;
        this.name = name;
        this.stepMillis = stepMillis;
        this.steps = steps;
    }

    /** {@return each hour} */
    public static Period hour() {
        return HOUR;
    }

    /** {@return each day} */
    public static Period day() {
        return DAY;
    }

    /** {@return each week, from Monday} */
    public static Period week() {
        return WEEK;
    }

    /** {@return each month} */
    public static Period month() {
        return MONTH;
    }

    /** {@return each quarter, from 1 January, April, July and October} */
    public static Period quarter() {
        return QUARTER;
    }

    /** {@return each year, from 1 January} */
    public static Period year() {
        return YEAR;
    }

    /** {@return once: one window that starts in 1970 and never ends} */
    public static Period total() {
        return TOTAL;
    }

    /**
     * {@return the time up to now, in 100 steps} As {@link #rolling(Duration, int)}.
     *
     * @param length how far it reaches back
     * @throws IllegalArgumentException as {@link #rolling(Duration, int)}
     */
    public static Period rolling(Duration length) {
        return rolling(length, DEFAULT_STEPS);
    }

    /**
     * {@return the time up to now: one window that never ends, out of which falls what was spent longer ago than that} What is
     * spent counts for at least the length and at most a step longer: it is kept in sums of a step, and never given back too
     * early. What is held counts until it ends, and what it cost from then on.
     *
     * @param length how far it reaches back: a multiple of a millisecond for each step, at most 3660 days
     * @param steps in how many steps it moves, 1 to 1000
     * @throws IllegalArgumentException if the length is null or cannot be divided into that many steps of whole milliseconds, or
     *     one of the two is out of range
     */
    public static Period rolling(Duration length, int steps) {
        if (length == null || length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "length of a rolling period must be positive and at most %s: %s".formatted(LONGEST, length));
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "a rolling period must have 1 to %d steps: %d".formatted(MOST_STEPS, steps));
        }
        Duration step = length.dividedBy(steps);
        if (!step.multipliedBy(steps).equals(length) || step.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "a rolling period must have steps of whole milliseconds: %s in %d steps".formatted(length, steps));
        }
        return new Period(Kind.ROLLING, "ROLLING_%s_%d".formatted(length, steps), step.toMillis(), steps);
    }

    /**
     * {@return its name, in capitals, as ledgers store it: HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, TOTAL, or of a rolling
     * period ROLLING with its length and steps, such as ROLLING_PT24H_100}
     */
    public String name() {
        return name;
    }

    /** {@return whether what was spent falls out of it while it lasts} */
    public boolean isRolling() {
        return kind == Kind.ROLLING;
    }

    /** {@return whether each of its windows ends} */
    public boolean ends() {
        return kind != Kind.TOTAL && kind != Kind.ROLLING;
    }

    /** {@return the length of a step of a rolling period, in milliseconds; zero of any other} */
    public long stepMillis() {
        return stepMillis;
    }

    /** {@return how many steps a rolling period has; zero of any other} */
    public int steps() {
        return steps;
    }

    /**
     * {@return the window in which the instant lies}
     *
     * @param instant the instant
     * @param zone the zone
     * @throws IllegalArgumentException if the instant lies outside of the years -1000000 to 1000000 or, for the total and
     *     a rolling period, before 1970
     */
    public Window windowAt(Instant instant, ZoneId zone) {
        requireWithin(ends() ? FIRST : Instant.EPOCH, instant, ends() ? LAST : Instant.MAX);
        return switch (kind) {
            case HOUR -> hourAt(instant, zone.getRules());
            case DAY -> stretch(instant, zone, date -> date, date -> date.plusDays(1));
            case WEEK ->
                stretch(
                        instant,
                        zone,
                        date -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                        date -> date.plusWeeks(1));
            case MONTH -> stretch(instant, zone, date -> date.withDayOfMonth(1), date -> date.plusMonths(1));
            case QUARTER ->
                stretch(instant, zone, date -> date.with(IsoFields.DAY_OF_QUARTER, 1), date -> date.plusMonths(3));
            case YEAR -> stretch(instant, zone, date -> date.withDayOfYear(1), date -> date.plusYears(1));
            case TOTAL, ROLLING -> new Window(this, Instant.EPOCH, null);
        };
    }

    private void requireWithin(Instant first, Instant instant, Instant last) {
        if (instant.isBefore(first) || instant.isAfter(last)) {
            throw new IllegalArgumentException(
                    "an instant of a period \"%s\" must lie from %s to %s: %s".formatted(this, first, last, instant));
        }
    }

    private Window hourAt(Instant instant, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(instant);
        long local = instant.getEpochSecond() + offset.getTotalSeconds();
        long hour = Duration.ofHours(1).toSeconds();
        Instant start = Instant.ofEpochSecond(Math.floorDiv(local, hour) * hour - offset.getTotalSeconds());
        Instant end = start.plusSeconds(hour);
        ZoneOffsetTransition changed = rules.previousTransition(instant.plusNanos(1));
        if (changed != null && changed.getInstant().isAfter(start)) {
            start = changed.getInstant();
        }
        ZoneOffsetTransition changes = rules.nextTransition(instant);
        if (changes != null && changes.getInstant().isBefore(end)) {
            end = changes.getInstant();
        }
        return new Window(this, start, end);
    }

    /*
     * A local date can come twice, when clocks go back over midnight, and a date can be missing. So the date that the
     * clock shows is only where the search begins: what decides is the first instant of each date.
     */
    private Window stretch(
            Instant instant, ZoneId zone, UnaryOperator<LocalDate> firstDay, UnaryOperator<LocalDate> next) {
        LocalDate date = firstDay.apply(instant.atZone(zone).toLocalDate());
        while (instant.isBefore(startOf(date, zone))) {
            date = firstDay.apply(date.minusDays(1));
        }
        while (!instant.isBefore(startOf(next.apply(date), zone))) {
            date = next.apply(date);
        }
        return new Window(this, startOf(date, zone), startOf(next.apply(date), zone));
    }

    private static Instant startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Period period && name.equals(period.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return isRolling() ? "rolling " + Duration.ofMillis(stepMillis * steps) : name.toLowerCase(Locale.ROOT);
    }
}
