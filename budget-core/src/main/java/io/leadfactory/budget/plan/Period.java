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
        TOTAL
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

    private final Kind kind;

    private Period(Kind kind) {
        this.kind = kind;
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

    /** {@return its name, in capitals, as ledgers store it: HOUR, DAY, WEEK, MONTH, QUARTER, YEAR or TOTAL} */
    public String name() {
        return kind.name();
    }

    /**
     * {@return the window in which the instant lies}
     *
     * @param instant the instant
     * @param zone the zone
     * @throws IllegalArgumentException if the instant lies outside of the years -1000000 to 1000000 or, for the total,
     *     before 1970
     */
    public Window windowAt(Instant instant, ZoneId zone) {
        requireWithin(kind == Kind.TOTAL ? Instant.EPOCH : FIRST, instant, kind == Kind.TOTAL ? Instant.MAX : LAST);
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
            case TOTAL -> new Window(this, Instant.EPOCH, null);
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
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
